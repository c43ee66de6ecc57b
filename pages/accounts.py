"""账号与授权: who has an account, what it was granted, and why it sees a case or not."""

from components import accounts
from data.text import Text
from pages.menu import DATA
from pages.page import Page, Panel
from queries import accounts as asked

page = Page(
    "accounts", accounts.PATH, Text("账号与授权", "Accounts"), group=DATA, timeless=True, right="accounts",
    panels=(Panel("accounts", Text("账号", "Accounts"), asked.listed, accounts.listed, width=12, exports=False),),
)  # fmt: skip
why = Page(
    "why", accounts.WHY, Text("为何看得到、看不到", "Why one sees or not"), group=DATA, timeless=True, right="accounts",
    panels=(Panel("why", Text("决定的授权", "The grants that decide"), asked.why, accounts.why, width=12, exports=False),),
)  # fmt: skip
