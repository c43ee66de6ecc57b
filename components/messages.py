"""Words of the interface that belong to no definition.

Knows nothing else. Must not know where a word is shown.
"""

from data.text import Text

PRODUCT_WHOLE = Text("案流 Anliu", "Anliu 案流")
PURPOSE = Text("检察业务案件管理看板", "Case management of procuratorates")
DATA_UNTIL = Text("数据截至 {day}", "Data until {day}")
DATA_FROM = Text("数据自 {day} 起，所选统计期早于数据", "The data begin on {day}: the period chosen lies before them")
SNAPSHOT = Text("数据版本 {key}", "Snapshot {key}")
SKIP = Text("跳到正文", "Skip to the content")
MENU = Text("菜单", "Menu")
PAGES = Text("页面", "Pages")
PATH = Text("所在位置", "Where you are")
FILTERS = Text("筛选", "Filters")
IN_FORCE = Text("当前筛选", "Filters in force")
OTHER_LANGUAGE = Text("English", "中文")
TO_OTHER_LANGUAGE = Text("Switch to English", "切换为中文")
TO_DARK = Text("深色", "Dark")
TO_LIGHT = Text("浅色", "Light")
PRINT = Text("打印", "Print")
FULL_SCREEN = Text("全屏", "Full screen")
EXPORT = Text("导出“{title}”为 {kind}", "Export “{title}” as {kind}")
LOADING = Text("正在读取……", "Loading …")
NEEDS_SCRIPT = Text("本页面需要启用 JavaScript。", "This page needs JavaScript.")

ALL = Text("全部", "All")
ALL_UNITS = Text("全部单位", "All units")
ANY_OTHER = Text("其他任一节点", "any other")
NEVER = Text("未退未延", "neither returned nor extended")
CLEAR = Text("清除全部", "Clear all")
REMOVE = Text("去掉筛选：{what}", "Remove the filter: {what}")
OR = Text("、", ", ")
COLON = Text("：", ": ")
SEMICOLON = Text("；", "; ")
NEXT = Text("；", ". ")
SEVERAL = Text("{count} 项", "{count} chosen")

UNIT_WORD = Text("单位", "Unit")
LEVELS = {
    "province": Text("省级院", "Province"),
    "city": Text("市级院、分院", "City or branch"),
    "office": Text("单位", "Office"),
    "department": Text("部门", "Department"),
    "handler": Text("检察官", "Prosecutor"),
}
COUNTED_IN = Text("计数单位", "Counted in")
BY_CASE = Text("件", "Cases")
BY_PERSON = Text("人", "Persons")
CHOSEN_DAYS = Text("自定日期", "Own dates")
FROM_DAY = Text("自", "From")
TO_DAY = Text("至", "To")
PRESETS = Text("常用", "Common")
EARLIER = Text("按年、季、月", "Year, quarter, month")
CHOOSE = Text("请选择", "Choose")
ALL_DAYS = Text("不限", "All days")
LAST12 = Text("近 12 个月", "Last 12 months")
YTD = Text("本年以来", "Year to date")
THIS_MONTH = Text("本月", "This month")
LAST_MONTH = Text("上月", "Last month")
THIS_SMONTH = Text("本统计月", "This statistical month")
LAST_SMONTH = Text("上统计月", "Last statistical month")
THIS_QUARTER = Text("本季度", "This quarter")
LAST_QUARTER = Text("上季度", "Last quarter")
THIS_HALF = Text("本半年", "This half-year")
LAST_HALF = Text("前一半年", "Last half-year")
LAST_YEAR = Text("上年", "Last year")
GRAINS = {
    "month": Text("月", "month"),
    "smonth": Text("统计月", "statistical month"),
    "quarter": Text("季度", "quarter"),
    "half": Text("半年", "half-year"),
    "year": Text("年", "year"),
}
SEARCH_HINT = Text("案号、案名", "Case number or name")

EMPTY = Text("没有符合条件的数据", "Nothing matches")
EMPTY_HINT = Text("可放宽统计期或去掉部分筛选。", "Try a longer period or fewer filters.")
NOT_SUPPLIED = Text("数据未提供", "Not in the data")
BAD_FILTER = Text("筛选无法使用", "The filter cannot be used")
NOT_ALLOWED = Text("没有权限", "Not permitted")
NOT_FOUND = Text("没有找到", "Not found")
NO_SUCH_PAGE = Text("没有这个页面，或您无权查看。", "There is no such page, or it is not open to you.")
NOTHING_TO_SERVE = Text("还没有数据", "No data yet")
NOT_READABLE = Text("数据需要更新", "The data must be brought up to date")
HOW_TO_DEMO = Text("生成演示数据（约一分钟）：", "Make the demonstration data (about a minute):")
HOW_TO_IMPORT = Text("或导入本院的数据：", "Or import your own records:")
THEN_RELOAD = Text("完成后刷新本页，无需重启。", "Then reload this page; no restart is needed.")
FAILED = Text("此处出现错误，其余部分不受影响。", "This part failed; the others are not affected.")
FAULT = Text("错误编号 {number}，请告知管理员。", "Error number {number}: please tell your administrator.")
BACK_HOME = Text("回到首页", "To the first page")
OPEN_ANOTHER = Text("上方菜单列出您可以打开的页面", "The menu above lists the pages that are open to you")
WITHOUT_FILTERS = Text("去掉全部筛选后重试", "Try again without filters")
CONNECTION = Text("与服务器的连接中断，页面内容可能不是最新。", "The connection to the server was lost: what you see may be out of date.")
RETRY = Text("重试", "Try again")

PERIOD = Text("统计期", "Period")
NUMERATOR = Text("{label}：分子", "{label}: numerator")
DENOMINATOR = Text("{label}：分母", "{label}: denominator")
BASE = Text("{label}：n", "{label}: n")
NO_FILTERS = Text("无", "none")
EXPORT_FACTS = {
    "title": Text("标题", "Title"),
    "filters": Text("筛选", "Filters"),
    "period": Text("统计期", "Period"),
    "as_of": Text("数据截至", "Data until"),
    "snapshot": Text("数据版本", "Snapshot"),
}
ONLY_SO_MANY = Text("XLSX 每表最多 {most} 行，此后的行请用 CSV 导出。", "An XLSX sheet holds {most} rows; export CSV for those beyond.")
TOO_OFTEN = Text("请求过于频繁：每分钟最多 {most} 次，请稍候再试", "Too many requests: at most {most} in a minute; wait a moment")
CANNOT = Text("请求无法处理（{code}）", "The request cannot be answered ({code})")
TOO_LARGE = Text("提交的内容过大", "What was sent is too large")
STALE_FORM = Text("表单已失效，请刷新页面后重试", "This form is out of date: load the page again and retry")

NOT_SIGNED_IN = Text("登录已失效，请重新登录", "You are not signed in any more: please sign in")
NO_RIGHT = Text("您没有这项权限", "You have no right to this")
NO_ROLE = Text("尚未授权，请联系系统管理员", "Nothing has been granted yet: ask your administrator")
SIGN_OUT = Text("退出登录", "Sign out")
DEMO = Text("演示", "Demo")
NO_DOOR = Text("这个地址没有开放", "This address is not open")
LAYERS = {
    "mandatory": Text("必评", "Mandatory"), "risk": Text("风险", "Risk"), "type": Text("类别补足", "By type"),
    "random": Text("随机", "Random"),
}  # fmt: skip
ROUNDED = Text(
    "您看到的件数按{to}取整，比率由取整后的数字计算；不足{least}的不显示",
    "You see numbers rounded to {to}, rates made of rounded numbers, and nothing of fewer than {least}",
)
