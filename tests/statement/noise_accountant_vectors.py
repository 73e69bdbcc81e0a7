"""Prints the vectors of noise_accountant_test.cpp: delta(epsilon) of binomial noise, from integers and 60 digits."""

from decimal import Decimal, getcontext
from math import comb

CASES = [(1, 1, '0'), (8, 1, '0.5'), (64, 1, '0.25'), (64, 1, '1'), (64, 3, '1'), (64, 65, '3'), (64, 64, '40'), (1000, 1, '0.1'), (1000, 10, '1'), (1000, 10, '4'), (4096, 1, '0.1'), (4096, 1, '0.132'), (4096, 1, '0.133'), (4096, 30, '5'), (4096, 1, '0.5'), (4096, 200, '8')]


def delta(bits: int, sensitivity: int, epsilon: str) -> Decimal:
    def weight(x: int) -> Decimal:
        return Decimal(comb(bits, x)) if 0 <= x <= bits else Decimal(0)

    ratio = Decimal(epsilon).exp()
    total = sum(max(Decimal(0), weight(x) - ratio * weight(x - sensitivity)) for x in range(bits + 1))
    return total / Decimal(2) ** bits


if __name__ == "__main__":
    getcontext().prec = 60
    for bits, sensitivity, epsilon in CASES:
        print(f"{{{bits}, {sensitivity}, {epsilon}, {delta(bits, sensitivity, epsilon):.17e}}},")
