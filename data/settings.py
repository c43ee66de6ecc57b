"""Every setting, its type and default, read once.

Knows names and meanings. Must not know `os`: the environment is handed in.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from data.errors import BadInput
from data.text import Text

NO_SUCH = Text("{file}：没有设置项 {names}", "{file}: no such setting: {names}")


def _setting(default: Any, variable: str, zh: str, en: str) -> Any:
    return field(default=default, metadata={"variable": variable, "meaning": Text(zh, en)})


@dataclass(frozen=True)
class Settings:
    home: Path = _setting(Path("var"), "ANLIU_HOME", "运行时文件所在目录", "Folder for everything written at run time")
    database_url: str = _setting("", "DATABASE_URL", "仓库数据库地址；空为内嵌 DuckDB", "Warehouse database; empty means embedded DuckDB")
    desk_url: str = _setting("", "ANLIU_DESK_URL", "工作台数据库地址；空为 SQLite 文件", "Database of the desk; empty means a SQLite file")
    host: str = _setting("127.0.0.1", "ANLIU_HOST", "监听地址", "Address to listen on")
    port: int = _setting(8050, "ANLIU_PORT", "监听端口", "Port to listen on")
    public_url: str = _setting(
        "", "ANLIU_URL", "对外地址，如 https://…；用于链接和 TLS 判断",
        "Address users reach, as https://…: for links, and whether TLS is on",
    )
    session_hours: float = _setting(10.0, "ANLIU_SESSION_HOURS", "登录最长有效小时数", "Hours after which a sign-in ends")
    session_idle_minutes: float = _setting(
        60.0, "ANLIU_SESSION_IDLE_MINUTES", "无操作自动退出分钟数",
        "Minutes of idleness that end a sign-in",
    )
    proxy_addresses: str = _setting(
        "", "ANLIU_PROXY_ADDRESSES", "可信反向代理地址，逗号分隔；空为不用",
        "Addresses of trusted proxies, by commas; empty means none",
    )
    proxy_header: str = _setting(
        "X-Forwarded-User", "ANLIU_PROXY_HEADER", "可信代理传来账号的请求头",
        "Header in which a trusted proxy names the account",
    )
    openid_file: str = _setting(
        "", "ANLIU_OPENID_FILE", "OpenID Connect 配置文件（TOML）；空为不用",
        "OpenID Connect, a TOML file; empty means none",
    )
    secret: str = _setting(
        "", "ANLIU_SECRET", "签名密钥；空为每次启动随机",
        "Key that signs what a sign-in elsewhere carries; empty: random at each start",
    )
    workers: int = _setting(2, "ANLIU_WORKERS", "网页进程数", "Web processes")
    threads: int = _setting(4, "ANLIU_THREADS", "每个进程的线程数", "Threads per web process")
    statistical_month_day: int = _setting(26, "ANLIU_STATISTICAL_MONTH_DAY", "统计月起始日", "First day of the statistical month")
    minimum_n: int = _setting(5, "ANLIU_MINIMUM_N", "低于此数不显示比率", "Below this number a rate is withheld")
    review_target: float = _setting(0.12, "ANLIU_REVIEW_TARGET", "评查比例目标", "Target share of concluded cases reviewed")
    rankings: int = _setting(
        0, "ANLIU_RANKINGS", "业绩对比中显示名次列：0 不显示，1 显示（2024年10月起全国已取消考核排名）",
        "Show ranks on the page of comparison: 0 no, 1 yes (assessment rankings were abolished nationally in October 2024)",
    )
    schemes: int = _setting(
        0, "ANLIU_SCHEMES", "评价方案试算：0 关闭，1 开放（2024年10月起全国已取消考核排名）",
        "Schemes of evaluation: 0 shut, 1 open (assessment rankings were abolished nationally in October 2024)",
    )
    keep_snapshots: int = _setting(3, "ANLIU_KEEP_SNAPSHOTS", "保留的数据版本数", "Snapshots kept")
    memory_limit: str = _setting("256MB", "ANLIU_MEMORY_LIMIT", "每个网页进程的查询内存上限", "Query memory of one web process")
    kept_megabytes: int = _setting(
        16, "ANLIU_KEPT_MEGABYTES", "每个网页进程压缩保留的页面部分（MB）；0 为不保留",
        "Finished parts of pages that one web process keeps packed, in MB; 0: none",
    )  # fmt: skip
    query_threads: int = _setting(
        1, "ANLIU_QUERY_THREADS", "单个查询使用的线程数", "Threads of one query; more serve one large question, not many readers"
    )  # fmt: skip
    query_seconds: float = _setting(30, "ANLIU_QUERY_SECONDS", "单个查询的秒数上限；0 为不限", "Seconds a query may take; 0: any")
    questions_per_minute: int = _setting(
        600, "ANLIU_QUESTIONS_PER_MINUTE", "每账号每进程每分钟请求数；0 为不限", "Requests of an account in a minute and process; 0: any"
    )  # fmt: skip
    exports_per_minute: int = _setting(
        20, "ANLIU_EXPORTS_PER_MINUTE", "每账号每进程每分钟导出数", "Files an account may take away in a minute and process"
    )  # fmt: skip
    audit_days: int = _setting(0, "ANLIU_AUDIT_DAYS", "日志保留天数；0 为永久", "Days the log is kept; 0 means for ever")
    build_memory_limit: str = _setting("70%", "ANLIU_BUILD_MEMORY_LIMIT", "导入与构建的内存上限", "Memory of an import and build")

    @classmethod
    def of(cls, environ: Mapping[str, str], file: Path = Path("anliu.toml")) -> "Settings":
        """Settings from the environment, then the file, then the defaults. Raises BadInput naming the variable."""
        written = _read(file)
        unknown = set(written) - {f.name for f in fields(cls)}
        if unknown:
            raise BadInput(NO_SUCH, file=file, names=", ".join(sorted(unknown)))
        values = {}
        for each in fields(cls):
            raw = environ.get(each.metadata["variable"], written.get(each.name))
            if raw is not None and raw != "":
                values[each.name] = _cast(each, raw)
        return cls(**values)

    def listed(self) -> list[tuple[str, str, Any, Text]]:
        """(variable, name in the file, value, meaning) of each setting."""
        return [(f.metadata["variable"], f.name, getattr(self, f.name), f.metadata["meaning"]) for f in fields(self)]

    @property
    def snapshots(self) -> Path:
        return self.home / "snapshots"


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadInput(Text("{file} 不是有效的 TOML：{why}", "{file} is not valid TOML: {why}"), file=file, why=error) from error


def _cast(each, raw: Any) -> Any:
    try:
        return each.type(raw) if isinstance(each.type, type) else raw
    except ValueError as error:
        message = Text("设置 {name} 的值“{raw}”无法识别，应为 {kind}", "Setting {name}: “{raw}” cannot be read, expected {kind}")
        raise BadInput(message, name=each.metadata["variable"], raw=raw, kind=each.type.__name__) from error
