/*
 * Verifies a Groth16 proof inside a C program of your own.
 *
 *   cmake --install build/release --component verify --prefix /tmp/zkp-verify
 *   cc -std=c99 -I /tmp/zkp-verify/include examples/verify-c/verify.c -L /tmp/zkp-verify/lib -lzkp_verify
 *      -Wl,-rpath,/tmp/zkp-verify/lib -o verify
 *   ./verify KEY.vk PROOF 0000...0023 0000...0007
 *
 * Statically: libzkp_verify.a -lstdc++ -lm in place of -L, -l and -rpath.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "zkp/c_api.h"

/* A whole file in memory that the caller frees; NULL when it cannot be read. */
static uint8_t* read_file(const char* path, size_t* size) {
  uint8_t* bytes = NULL;
  long length;
  FILE* file = fopen(path, "rb");
  if (file == NULL) return NULL;
  if (fseek(file, 0, SEEK_END) == 0 && (length = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
    bytes = malloc((size_t)length + 1);
    if (bytes != NULL && fread(bytes, 1, (size_t)length, file) != (size_t)length) {
      free(bytes);
      bytes = NULL;
    }
    *size = (size_t)length;
  }
  fclose(file);
  return bytes;
}

static int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

/* 64 hexadecimal digits, big-endian. */
static int read_scalar(const char* text, uint8_t* out) {
  size_t i;
  if (strlen(text) != 2 * ZKP_SCALAR_BYTES) return 0;
  for (i = 0; i < ZKP_SCALAR_BYTES; ++i) {
    const int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
    if (high < 0 || low < 0) return 0;
    out[i] = (uint8_t)(16 * high + low);
  }
  return 1;
}

static int fail(int code, const char* sentence) {
  fprintf(stderr, "error: %s\n", sentence);
  return code;
}

int main(int argc, char** argv) {
  char error[256];
  size_t i, key_size = 0, proof_size = 0;
  int32_t code;
  zkp_groth16_key* key = NULL;
  const size_t inputs_size = argc < 3 ? 0 : (size_t)(argc - 3) * ZKP_SCALAR_BYTES;
  uint8_t *key_bytes, *proof, *inputs;

  if (argc < 3) return fail(2, "usage: verify KEY.vk PROOF [INPUT...]    inputs: 64 hexadecimal digits each");
  if (zkp_abi_version() != ZKP_ABI_VERSION) return fail(4, "the library is of another version than its header");

  key_bytes = read_file(argv[1], &key_size);
  proof = read_file(argv[2], &proof_size);
  inputs = malloc(inputs_size + 1);
  if (key_bytes == NULL || proof == NULL || inputs == NULL) return fail(3, "a file cannot be read");
  for (i = 0; i < inputs_size / ZKP_SCALAR_BYTES; ++i)
    if (!read_scalar(argv[3 + i], inputs + i * ZKP_SCALAR_BYTES)) return fail(2, "an input has 64 hexadecimal digits");

  code = zkp_groth16_key_from_file(key_bytes, key_size, &key, error, sizeof error);
  if (code == ZKP_OK) {
    printf("key      %lu public inputs, set-up %s\n", (unsigned long)zkp_groth16_key_public_inputs(key),
           zkp_groth16_key_label(key));
    code = zkp_groth16_verify(key, proof, proof_size, inputs, inputs_size, error, sizeof error);
  }
  if (code == ZKP_OK)
    puts("verified");
  else
    fprintf(stderr, "%s: %s\n", code == ZKP_REFUSED ? "refused" : "error", error);

  zkp_groth16_key_free(key);
  free(inputs);
  free(proof);
  free(key_bytes);
  return code; /* 0 yes, 1 no, 2 wrong usage, 3 bad input, 4 the environment failed */
}
