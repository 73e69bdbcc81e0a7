pragma circom 2.0.0;

// I know two factors of a number, neither of them 1, and whoever checks the proof chose the tag.
template Factors() {
    signal input p;
    signal input q;
    signal input tag;
    signal output n;

    signal p_inverse;
    signal q_inverse;
    p_inverse <-- 1 / (p - 1);
    q_inverse <-- 1 / (q - 1);
    (p - 1) * p_inverse === 1;
    (q - 1) * q_inverse === 1;
    n <== p * q;
}

component main {public [tag]} = Factors();
