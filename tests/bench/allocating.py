"""`python -m tests.bench.allocating`: five thousand cases and a hundred and twenty reviewers, with every ban; time, evenness, bound."""

import time

from queries.planning.allocation import allocate
from tests.queries.planning.cases import instance, pairs_of, violations


def main() -> None:
    tasks, reviewers, rules = instance(5000, 120, seed=3)
    clock, work = time.perf_counter(), time.process_time()
    found = allocate(tasks, reviewers, rules)
    clock, work = time.perf_counter() - clock, time.process_time() - work
    broken = violations(tasks, reviewers, rules, found)
    knows = sum(each.knows for each in found.given)
    print(f"{len(found.given):,} of {len(tasks):,} cases allocated to {len(reviewers)} reviewers in {clock:.1f} s (processors "
          f"{work:.1f} s); {len(broken)} bans broken, {len(pairs_of(tasks, reviewers, found))} pairs that review each other; loads "
          f"{min(found.loads):.1f} to {max(found.loads):.1f}, difference {found.difference:.2f}, at least {found.least:.2f} "
          f"({'proven minimal' if found.proven else 'bounded'}); {knows:,} cases with a reviewer who knows the line")  # fmt: skip
    before = {tasks[each.task].key: reviewers[each.reviewer].code for each in found.given}
    for name, left in (("nothing changed", reviewers), ("one reviewer gone", reviewers[:-1])):
        again = allocate(tasks, left, rules, before)
        moved = f"{again.moved} more moved ({again.least_moved} at the least)"
        print(f"{name}: {again.forced} had to move, {moved}, difference {again.difference:.2f}")


if __name__ == "__main__":
    main()
