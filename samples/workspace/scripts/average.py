"""Average the heights that were read at a harbour."""


def average(heights: list[float]) -> float:
    """The mean of the heights, or zero when there are none."""
    if not heights:
        return 0.0
    return sum(heights) / len(heights)


def highest(heights: list[float]) -> float:
    """The greatest of the heights."""
    return max(heights, default=0.0)


if __name__ == "__main__":
    readings = [3.9, 4.2, 4.4, 4.1]
    print(f"average {average(readings):.2f} m, highest {highest(readings):.1f} m")
