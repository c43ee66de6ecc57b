"""What the log of who did and saw what keeps, kind by kind.

Knows kinds of entries. Must not know who writes them, nor where.
"""

from dataclasses import dataclass

from data.text import Text


@dataclass(frozen=True)
class Kind:
    """`at_once`: written before anything is answered; the others follow within moments and nobody waits for them."""

    key: str
    label: Text
    at_once: bool = True


PAGE = Kind("page", Text("查看页面", "Page"), at_once=False)
CASE = Kind("case", Text("查看个案", "Case opened"), at_once=False)
PERSON = Kind("person", Text("查看个人", "Person opened"), at_once=False)
ROWS = Kind("rows", Text("翻看清单", "Rows of a list"), at_once=False)
INTERFACE = Kind("interface", Text("接口取数", "Figures or rows as JSON"), at_once=False)
REFUSED = Kind("refused", Text("被拒绝", "Refused"), at_once=False)
SIGN_IN = Kind("sign_in", Text("登录", "Sign-in"))
SIGN_IN_REFUSED = Kind("sign_in_refused", Text("登录被拒", "Sign-in refused"))
SIGN_OUT = Kind("sign_out", Text("退出", "Sign-out"))
UNMASK = Kind("unmask", Text("查看全名", "Names unmasked"))
EXPORT = Kind("export", Text("开始导出", "Export begun"))
EXPORTED = Kind("exported", Text("导出结束", "Export ended"))
DEED = Kind("deed", Text("操作", "Deed"))
GRANT = Kind("grant", Text("授权", "Grant"))
IMPORT = Kind("import", Text("导入数据", "Import"))
SNAPSHOT = Kind("snapshot", Text("切换数据版本", "Snapshot put in force"))
BACKUP = Kind("backup", Text("备份", "Backup"))
RESTORE = Kind("restore", Text("恢复", "Restore"))
SEAL = Kind("seal", Text("封存日志", "Log sealed"))

KINDS = {
    kind.key: kind for kind in (
        SIGN_IN, SIGN_IN_REFUSED, SIGN_OUT, PAGE, CASE, PERSON, ROWS, INTERFACE, REFUSED, UNMASK, EXPORT, EXPORTED, DEED, GRANT,
        IMPORT, SNAPSHOT, BACKUP, RESTORE, SEAL,
    )
}  # fmt: skip
