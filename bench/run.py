"""Every measurement, with the machine named: ``python bench/run.py`` (``--help`` tells how to ask for one alone)."""

import argparse

from measuring import machine


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "what",
        nargs="*",
        help="outcomes, allocation, table, tables, reading, serve, risk, asks, power, origins, evidence, start; "
        "default: all",
    )
    parser.add_argument("--trees", help="a folder of fault trees in the Open-PSA format, such as SCRAM's input/Aralia")
    parser.add_argument("--size", type=int, default=1_000_000, help="pledges")
    parser.add_argument("--reports", type=int, nargs="+", default=[20_000, 100_000], help="reports, for origins")
    parser.add_argument("--runs", type=int, default=5, help="paired runs")
    asked = parser.parse_args()
    every = ["start", "board", "outcomes", "allocation", "table", "tables", "reading", "serve", "risk", "asks", "power"]
    what = asked.what or [*every, "origins", "evidence"]
    print("\n".join(machine()))
    if "start" in what:
        import start

        start.run(max(asked.runs, 10))
    if "board" in what:
        import board

        board.run(max(asked.runs, 5))
    if "outcomes" in what:
        import outcomes

        outcomes.run(asked.size, asked.runs)
    if "allocation" in what:
        import allocation

        allocation.main(asked.runs)
    if "tables" in what:
        import tables

        tables.main(runs=asked.runs)
    if "asks" in what:
        import asks

        asks.run(min(asked.size, 300), min(asked.runs, 2))
    if "power" in what:
        import power

        power.run(asked.runs)
    if "table" in what:
        import large_table

        large_table.run(asked.size, min(asked.runs, 3))
    if "reading" in what:
        import reading

        reading.main(asked.runs)
    if "serve" in what:
        import serve

        serve.run(asked.runs)
    if "risk" in what:
        import risk

        risk.run(asked.runs, asked.trees)
    if "origins" in what:
        import origins

        origins.run(asked.reports)
    if "evidence" in what:
        import evidence

        evidence.run()


if __name__ == "__main__":
    main()
