/*
 * The C interface of libzkp_verify: Groth16 proofs over BLS12-381, and what a zkp ledger hands out (receipts, proof
 * files, reports). C99, and C++ as well.
 *
 * Bytes are those of docs/formats/: verification keys and proofs compressed, public inputs as 32-byte big-endian
 * integers below r, the order of the groups. Bytes may come from anywhere: they never crash the caller, the work is
 * bounded by their size, and no C++ exception leaves the library.
 *
 * Every function that can fail returns one of the ZKP_ codes; only ZKP_OK (0) is a yes. `error` is a buffer of
 * `error_size` bytes for a sentence about the failure, cut to fit and always ended by a zero byte; NULL with 0 for
 * none. A pointer may be NULL only where its size is 0 or the function says so. Sizes are what the caller vouches for,
 * as in C.
 *
 * Handles are immutable once made: any number of threads may use one at the same time, and one of them frees it when no
 * other does. There is no global state.
 */
#ifndef ZKP_C_API_H_
#define ZKP_C_API_H_

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define ZKP_API __attribute__((visibility("default")))
#else
#define ZKP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when anything in this file changes its meaning; additions do not raise it. The shared library's soname has it.
 */
#define ZKP_ABI_VERSION 1

/* The version that the library was built with: compare it with ZKP_ABI_VERSION before anything else. */
ZKP_API uint32_t zkp_abi_version(void);

enum {
  ZKP_OK = 0,           /* verified, or done */
  ZKP_REFUSED = 1,      /* well formed, and it does not verify */
  ZKP_BAD_ARGUMENT = 2, /* a NULL pointer, an impossible size, an option */
  ZKP_BAD_INPUT = 3,    /* the bytes are not what they should be */
  ZKP_FAILED = 4        /* out of memory, or no random bytes */
};

#define ZKP_GROTH16_PROOF_BYTES 192
#define ZKP_SCALAR_BYTES 32

/* ---- Groth16 ---- */

/* A prepared verification key. */
typedef struct zkp_groth16_key zkp_groth16_key;

/* A key in its compressed encoding. *out is NULL unless the answer is ZKP_OK. Refused, among others: keys under which
   anybody could forge proofs because the second phase of their set-up is missing. */
ZKP_API int32_t zkp_groth16_key_from_bytes(const uint8_t* bytes, size_t size, zkp_groth16_key** out, char* error,
                                           size_t error_size);
/* The content of a .vk file, which also names the circuit and the set-up. A key of development with another label is
   refused. */
ZKP_API int32_t zkp_groth16_key_from_file(const uint8_t* content, size_t size, zkp_groth16_key** out, char* error,
                                          size_t error_size);
/* NULL is allowed. */
ZKP_API void zkp_groth16_key_free(zkp_groth16_key* key);

/* The accessors answer 0, "" or ZKP_BAD_ARGUMENT for a NULL key. */
ZKP_API size_t zkp_groth16_key_public_inputs(const zkp_groth16_key* key);
/* SHA-256 of the key's encoding. */
ZKP_API int32_t zkp_groth16_key_id(const zkp_groth16_key* key, uint8_t out[32]);
/* Zeros for a key from bytes. */
ZKP_API int32_t zkp_groth16_key_circuit_id(const zkp_groth16_key* key, uint8_t out[32]);
/* "insecure-dev" (anybody can forge proofs), "local", "ceremony:" and a digest; "" for a key from bytes. Lives as long
   as the key. */
ZKP_API const char* zkp_groth16_key_label(const zkp_groth16_key* key);

/* One proof. inputs_size is ZKP_SCALAR_BYTES for each public input of the key; another number of inputs is refused. */
ZKP_API int32_t zkp_groth16_verify(const zkp_groth16_key* key, const uint8_t* proof, size_t proof_size,
                                   const uint8_t* inputs, size_t inputs_size, char* error, size_t error_size);

/* Fills out[0..size) with bytes that nobody else can know; 0: it could not. Must return: no longjmp, no exception. */
typedef int32_t (*zkp_random)(void* context, uint8_t* out, size_t size);

/* `count` proofs of one key at once, several times faster than one by one: proofs one after the other, and the inputs
   of all of them in the same order. verdicts[i] becomes ZKP_OK or ZKP_REFUSED (also for malformed bytes); it may be
   NULL. A bad proof passes with a probability of at most 2^-128; with random == NULL that holds for each attempt of
   whoever makes the proofs. Answers ZKP_OK when all verify (also for none), ZKP_REFUSED when one does not, and then
   `error` is about the first of them. After any other answer verdicts are not written. */
ZKP_API int32_t zkp_groth16_verify_batch(const zkp_groth16_key* key, size_t count, const uint8_t* proofs,
                                         size_t proofs_size, const uint8_t* inputs, size_t inputs_size,
                                         zkp_random random, void* random_context, uint8_t* verdicts, char* error,
                                         size_t error_size);

/* ---- Files of a ledger: receipts, proof files, reports ---- */

/* Not 0 if the signature is the key's over the message (RFC 8032, section 5.1.7). Must return: no longjmp, no
 * exception. */
typedef int32_t (*zkp_ed25519_verify)(void* context, const uint8_t public_key[32], const uint8_t* message,
                                      size_t message_size, const uint8_t signature[64]);

/* Start from zkp_verify_options_init(&options, sizeof options), which leaves everything out. Later versions of the
   library may add members at the end: a program that was compiled before is served as if it had left them out. */
typedef struct zkp_verify_options {
  size_t struct_size; /* as the caller compiled it; set by zkp_verify_options_init */
  /* The text of log.vkey, from somebody you trust. NULL: the key that the file names, which shows that the file is
     consistent, not whose it is. */
  const char* log_key;
  int32_t require_pinned; /* not 0: refuse files when log_key is NULL */
  /* Keys of witnesses, and how many of them must have cosigned (0: all). */
  const char* const* witnesses;
  size_t witness_count;
  size_t quorum;
  const uint8_t* nonce;            /* 32 bytes: the challenge given to the prover; NULL: none */
  const uint8_t* verification_key; /* the content of a .vk file, besides the keys that are compiled in */
  size_t verification_key_size;
  zkp_ed25519_verify ed25519; /* NULL: every signature is refused */
  void* ed25519_context;
  /* The content of the .srs file that goes with verification_key, or its first megabyte; NULL: that of development. */
  const uint8_t* reference_string;
  size_t reference_string_size;
} zkp_verify_options;

/* Writes the `size` bytes that the caller's structure has, and not one more. */
ZKP_API void zkp_verify_options_init(zkp_verify_options* options, size_t size);

/* What was checked, and what a yes says. */
typedef struct zkp_verification zkp_verification;

/* Answers ZKP_OK if every check holds and ZKP_REFUSED if one does not; then *out is set, and otherwise NULL. `out` may
   be NULL. ZKP_BAD_INPUT: no receipt, proof file or report; ZKP_BAD_ARGUMENT: an option is malformed, or
   the structure has a size that no version up to this one has. */
ZKP_API int32_t zkp_verify_file(const uint8_t* content, size_t size, const zkp_verify_options* options,
                                zkp_verification** out, char* error, size_t error_size);
/* NULL is allowed. */
ZKP_API void zkp_verification_free(zkp_verification* verification);

/* Strings live as long as the verification; they are "" and numbers are 0 for NULL and for an index beyond the last. */
ZKP_API size_t zkp_verification_check_count(const zkp_verification* verification);
ZKP_API const char* zkp_verification_check_name(const zkp_verification* verification, size_t index);
ZKP_API int32_t zkp_verification_check_holds(const zkp_verification* verification, size_t index);
ZKP_API const char* zkp_verification_check_detail(const zkp_verification* verification, size_t index);
/* "sum:age"; "" for a receipt */
ZKP_API const char* zkp_verification_statement(const zkp_verification* verification);
/* What was proved or recorded, in a sentence. */
ZKP_API const char* zkp_verification_claim(const zkp_verification* verification);
/* Of the keys' set-up; "insecure-dev": anybody can forge such proofs. */
ZKP_API const char* zkp_verification_label(const zkp_verification* verification);
/* Disclosed values, by name. */
ZKP_API size_t zkp_verification_output_count(const zkp_verification* verification);
ZKP_API const char* zkp_verification_output_name(const zkp_verification* verification, size_t index);
ZKP_API const char* zkp_verification_output_value(const zkp_verification* verification, size_t index);
/* What a yes does not say, in sentences. */
ZKP_API size_t zkp_verification_not_shown_count(const zkp_verification* verification);
ZKP_API const char* zkp_verification_not_shown(const zkp_verification* verification, size_t index);

#ifdef __cplusplus
}
#endif

#endif /* ZKP_C_API_H_ */
