"""我的关注: the cases a viewer follows, and what has become of them."""

from components import following
from data.text import Text
from pages.menu import CASES
from pages.page import Page, Panel
from queries import followed

page = Page(
    "mine", "/mine", Text("我的关注", "Followed"), group=CASES, timeless=True, right="follow",
    panels=(Panel("followed", Text("关注的案件", "Cases followed"), followed.cases, following.followed, width=12, exports=False),),
)  # fmt: skip
