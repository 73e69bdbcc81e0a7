// usage: blst_pairing4 ITERATIONS [REPS=3]   prints: name,size,threads,seconds-per-op
// The product of four pairings: one Miller loop over four pairs, one final exponentiation. Four times the same pair costs
// what four different ones do.
use blst::*;
use std::{hint::black_box, time::Instant};

fn arg(i: usize, default: usize) -> usize {
    std::env::args().nth(i).map(|s| s.parse().unwrap()).unwrap_or(default)
}

fn main() {
    let (n, reps) = (arg(1, 400), arg(2, 3));
    unsafe {
        let ps = [blst_p1_affine_generator(); 4];
        let qs = [blst_p2_affine_generator(); 4];
        let (mut f, mut e) = (blst_fp12::default(), blst_fp12::default());
        for _ in 0..reps {
            let begin = Instant::now();
            for _ in 0..n {
                blst_miller_loop_n(&mut f, qs.as_ptr(), ps.as_ptr(), 4);
                blst_final_exp(&mut e, &f);
            }
            black_box(&e);
            println!("blst_pairing4,{},1,{:.4e}", n, begin.elapsed().as_secs_f64() / n as f64);
        }
    }
}
