//! The arkworks half of the Groth16 interoperability test.
//!
//!   arkinterop make FOLDER    reads circuit.r1cs and witness.wtns, makes keys and a proof: ark_*.ark
//!   arkinterop check FOLDER   checks the keys and proofs that the C++ half wrote (our_*.ark), proves under our key
//!
//! Prints one line per check and "N passed, M failed" at the end.
use std::{env, fs, path::Path, process::exit};

use ark_bls12_381::{Bls12_381, Fr};
use ark_ec::AffineRepr;
use ark_ff::{One, PrimeField};
use ark_groth16::{prepare_verifying_key, Groth16, Proof, ProvingKey, VerifyingKey};
use ark_relations::{
    lc,
    r1cs::{ConstraintSynthesizer, ConstraintSystemRef, LinearCombination, SynthesisError, Variable},
};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize, Compress, Validate};
use ark_snark::SNARK;
use ark_std::rand::rngs::OsRng;

type Row = Vec<(usize, Fr)>;

/// What circuit.r1cs holds, and the assignment, where there is one.
#[derive(Clone)]
struct Circuit {
    public_count: usize,
    variable_count: usize,
    rows: Vec<[Row; 3]>,
    assignment: Option<Vec<Fr>>,
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn raw(&mut self, n: usize) -> &'a [u8] {
        let (head, tail) = self.0.split_at(n);
        self.0 = tail;
        head
    }
    fn u32(&mut self) -> usize {
        u32::from_le_bytes(self.raw(4).try_into().unwrap()) as usize
    }
    fn u64(&mut self) -> usize {
        u64::from_le_bytes(self.raw(8).try_into().unwrap()) as usize
    }
    fn fr(&mut self) -> Fr {
        Fr::from_le_bytes_mod_order(self.raw(32))
    }
}

/// The content of the sections 1, 2, ... of a container.
fn sections(bytes: &[u8]) -> Vec<&[u8]> {
    let mut input = Reader(&bytes[8..]);
    let count = input.u32();
    let mut out = vec![&bytes[0..0]; count + 1];
    for _ in 0..count {
        let number = input.u32();
        let size = input.u64();
        out[number] = input.raw(size);
    }
    out
}

fn read_circuit(folder: &Path) -> Circuit {
    let bytes = fs::read(folder.join("circuit.r1cs")).unwrap();
    let parts = sections(&bytes);
    let mut header = Reader(&parts[1][36..]);
    let variable_count = header.u32();
    let public_count = header.u32() + header.u32();
    header.raw(12);
    let constraint_count = header.u32();
    let mut input = Reader(parts[2]);
    let mut rows = Vec::new();
    for _ in 0..constraint_count {
        rows.push([(); 3].map(|_| {
            let terms = input.u32();
            (0..terms).map(|_| (input.u32(), input.fr())).collect()
        }));
    }
    let witness = fs::read(folder.join("witness.wtns")).unwrap();
    let mut values = Reader(sections(&witness)[2]);
    let assignment = (0..variable_count).map(|_| values.fr()).collect();
    Circuit { public_count, variable_count, rows, assignment: Some(assignment) }
}

impl ConstraintSynthesizer<Fr> for Circuit {
    fn generate_constraints(self, cs: ConstraintSystemRef<Fr>) -> Result<(), SynthesisError> {
        let value = |i: usize| self.assignment.as_ref().map(|z| z[i]).ok_or(SynthesisError::AssignmentMissing);
        let mut variables = vec![Variable::One];
        for i in 1..self.variable_count {
            variables.push(if i <= self.public_count {
                cs.new_input_variable(|| value(i))?
            } else {
                cs.new_witness_variable(|| value(i))?
            });
        }
        let combination = |row: &Row| row.iter().fold(lc!(), |sum: LinearCombination<Fr>, (i, c)| sum + (*c, variables[*i]));
        for [a, b, c] in &self.rows {
            cs.enforce_constraint(combination(a), combination(b), combination(c))?;
        }
        Ok(())
    }
}

fn encode<T: CanonicalSerialize>(value: &T, compress: Compress) -> Vec<u8> {
    let mut out = Vec::new();
    value.serialize_with_mode(&mut out, compress).unwrap();
    out
}

/// Both forms: NAME.ark compressed, NAME_u.ark uncompressed.
fn write<T: CanonicalSerialize>(folder: &Path, name: &str, value: &T) {
    fs::write(folder.join(format!("{name}.ark")), encode(value, Compress::Yes)).unwrap();
    fs::write(folder.join(format!("{name}_u.ark")), encode(value, Compress::No)).unwrap();
}

struct Checks {
    passed: usize,
    failed: usize,
}

impl Checks {
    fn check(&mut self, what: &str, ok: bool) {
        println!("{} {what}", if ok { "ok    " } else { "FAILED" });
        if ok {
            self.passed += 1
        } else {
            self.failed += 1
        }
    }
    /// Reads both forms with all of arkworks's validation, and demands that writing gives the same bytes.
    fn read<T: CanonicalSerialize + CanonicalDeserialize>(&mut self, folder: &Path, name: &str) -> T {
        let mut last = None;
        for (suffix, compress) in [("", Compress::Yes), ("_u", Compress::No)] {
            let bytes = fs::read(folder.join(format!("{name}{suffix}.ark"))).unwrap();
            let value = T::deserialize_with_mode(&bytes[..], compress, Validate::Yes);
            self.check(&format!("arkworks reads {name}{suffix}.ark"), value.is_ok());
            let value = value.unwrap();
            self.check(&format!("and writes the same bytes for {name}{suffix}.ark"), encode(&value, compress) == bytes);
            last = Some(value);
        }
        last.unwrap()
    }
    fn verify(&mut self, what: &str, vk: &VerifyingKey<Bls12_381>, inputs: &[Fr], proof: &Proof<Bls12_381>) {
        let prepared = prepare_verifying_key(vk);
        let verify = |x: &[Fr]| Groth16::<Bls12_381>::verify_proof(&prepared, proof, x).unwrap_or(false);
        self.check(what, verify(inputs));
        for i in 0..inputs.len() {
            let mut other = inputs.to_vec();
            other[i] += Fr::one();
            self.check(&format!("{what}, not with another input {}", i + 1), !verify(&other));
        }
    }
}

fn make(folder: &Path) {
    let circuit = read_circuit(folder);
    let blank = Circuit { assignment: None, ..circuit.clone() };
    let pk = Groth16::<Bls12_381>::generate_random_parameters_with_reduction(blank, &mut OsRng).unwrap();
    let inputs = circuit.assignment.as_ref().unwrap()[1..=circuit.public_count].to_vec();
    let proof = Groth16::<Bls12_381>::prove(&pk, circuit, &mut OsRng).unwrap();
    write(folder, "ark_pk", &pk);
    write(folder, "ark_vk", &pk.vk);
    write(folder, "ark_proof", &proof);
    write(folder, "ark_inputs", &inputs);
}

fn check(folder: &Path) -> Checks {
    let mut checks = Checks { passed: 0, failed: 0 };
    let circuit = read_circuit(folder);
    let expected = circuit.assignment.as_ref().unwrap()[1..=circuit.public_count].to_vec();

    let pk: ProvingKey<Bls12_381> = checks.read(folder, "our_pk");
    let vk: VerifyingKey<Bls12_381> = checks.read(folder, "our_vk");
    checks.check("our verification key is that of our proving key", pk.vk == vk);
    let inputs = Vec::<Fr>::deserialize_compressed(&fs::read(folder.join("our_inputs.ark")).unwrap()[..]).unwrap();
    checks.check("our public inputs are those of the witness", inputs == expected);
    let proof: Proof<Bls12_381> = checks.read(folder, "our_proof");
    checks.verify("arkworks verifies our proof under our key", &vk, &inputs, &proof);
    let mut other = proof.clone();
    other.c = proof.a;
    let prepared = prepare_verifying_key(&vk);
    checks.check(
        "arkworks refuses our proof with a changed part",
        !Groth16::<Bls12_381>::verify_proof(&prepared, &other, &inputs).unwrap_or(false),
    );

    let ark_vk = VerifyingKey::deserialize_compressed(&fs::read(folder.join("ark_vk.ark")).unwrap()[..]).unwrap();
    let proof: Proof<Bls12_381> = checks.read(folder, "our_proof_under_ark");
    checks.verify("arkworks verifies our proof under its key", &ark_vk, &inputs, &proof);

    let proof = Groth16::<Bls12_381>::prove(&pk, circuit, &mut OsRng).unwrap();
    checks.verify("arkworks proves under our key", &vk, &inputs, &proof);
    write(folder, "ark_proof_under_ours", &proof);
    checks.check("points at infinity occur in the keys", pk.b_g1_query.iter().any(|p| p.is_zero()));
    checks
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let folder = Path::new(arguments.get(2).map(String::as_str).unwrap_or(""));
    match arguments.get(1).map(String::as_str) {
        Some("make") => make(folder),
        Some("check") => {
            let checks = check(folder);
            println!("{} passed, {} failed", checks.passed, checks.failed);
            exit(if checks.failed == 0 { 0 } else { 1 });
        }
        _ => {
            eprintln!("usage: arkinterop make|check FOLDER");
            exit(2);
        }
    }
}
