"""The smaller procedures, each declared: how long, which limit, which steps, which ends. A table of declarations.

Must not know how they are run.
"""

from dataclasses import dataclass

Step = tuple[str, float, float]  # node, how often, where between assignment and decision
End = tuple[str, str, float]  # node, outcome, how often
After = tuple[str, float, int, int]  # node, how often, days after the step before


@dataclass(frozen=True)
class Matter:
    types: tuple[str, ...]
    median: float
    limit: int
    steps: tuple[Step, ...]
    ends: tuple[End, ...]
    after: tuple[After, ...] = ()
    suspended: float = 0.0
    unending: float = 0.0
    unit: str = "d"  # of the limit: days, months, working days
    since: str = "accept"  # or `assigned`: the day it is counted from
    borrowed: float = 0.0  # how often the court's file is fetched, which stops the clock since the rules of 2021


MATTERS = (
    Matter(
        ("0202",),
        5,
        7,
        (("request_reconsider", 1, 0), ("read_file", 0.9, 0.3)),
        (("reconsider_decide", "not_supported", 0.88), ("reconsider_decide", "supported", 0.12)),
    ),
    Matter(
        ("0203",),
        10,
        15,
        (("read_file", 1, 0.3), ("joint_meeting", 0.3, 0.6)),
        (("reexamine_decide", "not_supported", 0.85), ("reexamine_decide", "supported", 0.15)),
    ),
    Matter(
        ("0204",),
        20,
        30,
        (("ask_reason", 0.9, 0.2), ("reason_received", 0.85, 0.6)),
        (("notify_filing", "supported", 0.45), ("terminate", "terminated", 0.55)),
        (("police_filed", 0.85, 3, 15),),
    ),
    Matter(("0209", "0210"), 4, 8, (("read_file", 1, 0.4),), (("extend_detention", "supported", 0.93), ("decide", "not_supported", 0.07))),
    Matter(
        ("0212", "1626"),
        12,
        30,
        (("ask_witness", 0.3, 0.4),),
        (("correction_notice", "supported", 0.82), ("terminate", "terminated", 0.18)),
        (("correction_reply", 0.88, 4, 20),),
    ),
    Matter(
        ("0215", "1602"),
        8,
        10,
        (("necessity_first", 1, 0), ("interrogate", 0.5, 0.4), ("hear_defence", 0.3, 0.5), ("hearing", 0.12, 0.7)),
        (("necessity_advice", "supported", 0.36), ("decide", "not_supported", 0.64)),
        (("necessity_reply", 0.9, 2, 11),),
        unit="wd", since="assigned",
    ),
    Matter(("0302",), 10, 30, (("read_file", 0.9, 0.4), ("joint_meeting", 0.3, 0.7)), (("decide", "other", 1),)),
    Matter(
        ("0303",),
        18,
        1,
        (("notice_read", 1, 0), ("appeal_read", 1, 0.4), ("interrogate", 0.8, 0.6), ("hear_defence", 0.4, 0.7)),
        (("appeal_opinion", "other", 1),),
        (("appeal_hearing", 0.55, 6, 24), ("appeal_ruling", 1, 8, 35), ("file_returned", 0.9, 1, 7)),
        unit="m", since="assigned",
    ),
    Matter(
        ("0304",),
        19,
        1,
        (("appeal_read", 1, 0.4), ("interrogate", 0.7, 0.6), ("committee", 0.2, 0.8)),
        (("support_protest", "supported", 0.74), ("withdraw_protest", "not_supported", 0.26)),
        (("appeal_hearing", 0.9, 10, 30), ("appeal_ruling", 1, 10, 40)),
        unit="m",
    ),
    Matter(
        ("0305",),
        52,
        90,
        (("retrieve_file", 1, 0.1), ("file_arrived", 1, 0.3), ("committee", 0.35, 0.85)),
        (("retrial_protest", "supported", 0.4), ("decide", "not_supported", 0.6)),
        (("retrial_ruling", 0.9, 60, 150),),
    ),
    Matter(
        ("0306",),
        20,
        30,
        (("read_file", 1, 0.3), ("joint_meeting", 0.3, 0.7)),
        (("reconsider_decide", "not_supported", 0.9), ("reconsider_decide", "supported", 0.1)),
    ),
    Matter(
        ("0701",),
        62,
        3,
        (
            ("acceptance_notice", 0.97, 0.03),
            ("other_opinion", 0.6, 0.25),
            ("hearing", 0.2, 0.7),
            ("committee", 0.05, 0.9),
        ),
        (("civil_protest", "supported", 0.13), ("no_support", "not_supported", 0.74), ("terminate", "terminated", 0.13)),
        (),
        0.03,
        unit="m", borrowed=0.7,
    ),
    Matter(
        ("0702", "0703", "0704"),
        45,
        3,
        (("acceptance_notice", 0.8, 0.05),),
        (("civil_advice", "supported", 0.75), ("terminate", "terminated", 0.25)),
        (("reply_received", 0.87, 10, 32),),
        0.01,
        unit="m", borrowed=0.5,
    ),
    Matter(("0705",), 14, 30, (("ask_witness", 0.4, 0.4),), (("decide", "supported", 0.9), ("terminate", "terminated", 0.1))),
    Matter(("0803",), 28, 3, (("screen", 1, 0.05), ("procedural_reply", 0.95, 0.2)), (("substantive_reply", "other", 1),), unit="m"),
    Matter(
        ("0901",),
        55,
        3,
        (("procedural_reply", 0.95, 0.08), ("petition_file", 1, 0), ("retrieve_file", 0.8, 0.3), ("hearing", 0.25, 0.7)),
        (("petition_decide", "not_supported", 0.9), ("petition_decide", "supported", 0.1)),
        unit="m", since="assigned",
    ),
    Matter(
        ("0904",),
        40,
        2,
        (("retrieve_file", 0.8, 0.2),),
        (("compensation_decide", "supported", 0.6), ("compensation_decide", "not_supported", 0.4)),
        unit="m",
    ),
    Matter(
        ("0908",),
        20,
        30,
        (("ask_witness", 0.5, 0.3),),
        (("aid_approve", "supported", 0.92), ("terminate", "terminated", 0.08)),
        (("aid_pay", 0.95, 8, 40),),
    ),
    Matter(("1101",), 9, 30, (("committee", 1, 0.8),), (("decide", "other", 1),)),
    Matter(("1302", "1604", "1622"), 8, 20, (("read_file", 0.8, 0.4),), (("decide", "other", 1),)),
    Matter(("1401",), 1, 3, (), (("decide", "other", 1),)),
    Matter(("1402",), 3, 10, (("monitor_found", 1, 0),), (("monitor_notice", "other", 1),), (("monitor_reply", 0.92, 1, 9),)),
    Matter(
        ("1608", "1611"),
        7,
        10,
        (("read_file", 0.9, 0.3), ("ask_witness", 0.2, 0.5)),
        (("parole_opinion", "supported", 0.95), ("parole_opinion", "not_supported", 0.05)),
        (("parole_hearing", 0.3, 6, 15), ("parole_ruling", 0.97, 8, 30)),
    ),
    Matter(
        ("1610",),
        12,
        20,
        (("parole_ruling", 1, 0), ("read_file", 0.8, 0.4)),
        (("decide", "supported", 0.98), ("correction_notice", "not_supported", 0.02)),
    ),
    Matter(("1613",), 300, 0, (), (("decide", "other", 1),), unending=0.85),
    Matter(
        ("1723",),
        21,
        30,
        (("social_inquiry", 0.9, 0.3), ("guardian", 0.9, 0.4), ("hear_defence", 0.8, 0.6)),
        (("probation_start", "nonpros_conditional", 1),),
        (("probation_end", 1, 180, 330),),
    ),
    Matter(
        ("PA02",),
        30,
        90,
        (("pi_file", 1, 0.15), ("retrieve_file", 0.3, 0.4)),
        (("pi_advice", "supported", 0.84), ("terminate", "terminated", 0.16)),
        (("pi_reply", 0.92, 18, 60),),
    ),
    Matter(
        ("PC02",),
        30,
        90,
        (("pi_file", 1, 0.15),),
        (("pi_notice", "supported", 0.85), ("terminate", "terminated", 0.15)),
        (("pi_sue", 0.35, 31, 80),),
    ),
)
