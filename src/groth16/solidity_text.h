/// The text of the generated contract, with {WORDS} for solidity.cpp to fill in. Written for auditors: every error is a
/// `revert` of Solidity, and assembly only moves words and calls precompiles.
#pragma once

#include <string_view>

namespace zkp::solidity_text {

inline constexpr std::string_view kHead = R"(// SPDX-License-Identifier: Apache-2.0
// Written by zkp from a verification key; the same key gives the same text. Do not edit.
pragma solidity ^0.8.24;

/// @title Verifier of the Groth16 proofs of one circuit, over BLS12-381
/// @notice A proof shows that somebody knew a witness for these public inputs, and nothing else. It can be sent again by
/// anybody, and be turned into another valid proof of the same inputs: bind what must be unique (a nonce, a nullifier,
/// the caller's address, the chain's id) in the public inputs, and never use a proof's bytes as an identity.
interface IGroth16Verifier {
    /// @notice The pairing equation does not hold, or an element of the proof is the point at infinity.
    error InvalidProof();
    /// @notice inputs[index] is not below the order r of the group: x + r would be a second name of x.
    error InputNotInField(uint256 index);
    error WrongInputCount(uint256 expected, uint256 found);
    /// @notice A proof has 384 bytes (packed) or 512 (EIP-2537).
    error WrongProofLength(uint256 found);
    /// @notice A precompile refused its input (a point of the proof is off its curve or outside the subgroup), ran out of
    /// gas, or does not exist on this chain. A refusal burns the gas that the call was given.
    error PrecompileFailed(address precompile);

    /// @notice Returns if the proof is valid for these public inputs, and reverts if not.
    /// @param proof A, B, C as x, y with big-endian coordinates, c0 before c1; packed: 48 bytes each, in the encoding of
    /// EIP-2537: 64 bytes each
    /// @param inputs integers below r, in the order of the circuit
    function verifyProof(bytes calldata proof, uint256[] calldata inputs) external view;

    function PUBLIC_INPUT_COUNT() external view returns (uint256);
    /// @notice SHA-256 of the verification key in its compressed encoding
    function VERIFICATION_KEY_ID() external view returns (bytes32);
    function CIRCUIT_ID() external view returns (bytes32);
    /// @notice Where the key comes from: "insecure-dev", "local", or "ceremony:" and the SHA-256 of its transcript
    function SETUP_LABEL() external view returns (string memory);
    /// @notice True: anybody can forge proofs. A contract that guards anything checks this.
    function INSECURE_DEV() external view returns (bool);
}
)";

inline constexpr std::string_view kDataContract = R"(
/// @notice Points of the verification key as code that cannot be run
contract {NAME}Points{INDEX} {
    constructor() {
        bytes memory code = hex"{CODE}";
        assembly ("memory-safe") {
            return(add(code, 0x20), mload(code))
        }
    }
}
)";

inline constexpr std::string_view kDataMembers = R"(
    /// @notice points[index] is not the address of {NAME}Points<index>.
    error WrongPoints(uint256 index);

{IMMUTABLES}
    /// @param points the addresses of {NAME}Points0, {NAME}Points1, ...; anybody may have deployed them, their code is
    /// compared
    constructor(address[{COUNT}] memory points) {
{CHECKS}    }
)";

inline constexpr std::string_view kDataCheck =
    R"(        if (points[{INDEX}].codehash != 0x{HASH}) revert WrongPoints({INDEX});
        POINTS_{INDEX} = points[{INDEX}];
)";

inline constexpr std::string_view kContract = R"(
/// @title Verifier of the Groth16 proofs of circuit {CIRCUIT_ID}
/// @notice No owner, no storage. Needs the precompiles of EIP-2537 (Prague or later).
contract {NAME} is IGroth16Verifier {
    uint256 public constant PUBLIC_INPUT_COUNT = {INPUTS};
    bytes32 public constant VERIFICATION_KEY_ID = 0x{KEY_ID};
    bytes32 public constant CIRCUIT_ID = 0x{CIRCUIT_ID};
{NOTICE}    string public constant SETUP_LABEL = "{LABEL}";
    bool public constant INSECURE_DEV = {INSECURE};

    /// @dev The order of the groups, and the modulus of the inputs. Below 2^255: x + r fits into a word.
    uint256 private constant R = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001;
    address private constant G1ADD = address(0x0b);
    address private constant G1MSM = address(0x0c);
    address private constant PAIRING_CHECK = address(0x0f);
{MEMBERS}
    /// @inheritdoc IGroth16Verifier
    function verifyProof(bytes calldata proof, uint256[] calldata inputs) external view {
        if (inputs.length != PUBLIC_INPUT_COUNT) revert WrongInputCount(PUBLIC_INPUT_COUNT, inputs.length);
        // e(A, B) e(-alpha, beta) e(IC_0 + sum x_i IC_i, -gamma) e(C, -delta) = 1: four pairs of 0x180 bytes.
        uint256 pairs = _allocate(0x600);
        _storeProof(proof, pairs);
        _storeKey(pairs);
{COMBINE}        if (_precompile(PAIRING_CHECK, pairs, 0x600, pairs, 0x20) != 1) revert InvalidProof();
    }

    /// @dev A and B into pair 0, C into pair 3.
    function _storeProof(bytes calldata proof, uint256 pairs) private pure {
        bool identity;
        if (proof.length == 384) {
            assembly ("memory-safe") {
                // Eight coordinates of 48 bytes, each behind 16 bytes that are zero: the memory is fresh.
                calldatacopy(add(pairs, 0x10), proof.offset, 48)
                calldatacopy(add(pairs, 0x50), add(proof.offset, 48), 48)
                calldatacopy(add(pairs, 0x90), add(proof.offset, 96), 48)
                calldatacopy(add(pairs, 0xd0), add(proof.offset, 144), 48)
                calldatacopy(add(pairs, 0x110), add(proof.offset, 192), 48)
                calldatacopy(add(pairs, 0x150), add(proof.offset, 240), 48)
                calldatacopy(add(pairs, 0x490), add(proof.offset, 288), 48)
                calldatacopy(add(pairs, 0x4d0), add(proof.offset, 336), 48)
            }
        } else if (proof.length == 512) {
            assembly ("memory-safe") {
                calldatacopy(pairs, proof.offset, 0x180)
                calldatacopy(add(pairs, 0x480), add(proof.offset, 0x180), 0x80)
            }
        } else {
            revert WrongProofLength(proof.length);
        }
        assembly ("memory-safe") {
            // The identity is the only point of the groups with y = 0.
            let a := or(mload(add(pairs, 0x40)), mload(add(pairs, 0x60)))
            let b0 := or(mload(add(pairs, 0x100)), mload(add(pairs, 0x120)))
            let b1 := or(mload(add(pairs, 0x140)), mload(add(pairs, 0x160)))
            let c := or(mload(add(pairs, 0x4c0)), mload(add(pairs, 0x4e0)))
            identity := or(or(iszero(a), iszero(or(b0, b1))), iszero(c))
        }
        if (identity) revert InvalidProof();
    }

    /// @dev -alpha and beta into pair 1, -gamma into pair 2, -delta into pair 3.
    function _storeKey(uint256 pairs) private pure {
        assembly ("memory-safe") {
{KEY_STORES}        }
    }
{FUNCTIONS}
    /// @dev Fresh memory, which is zero: nothing is written behind the free memory pointer in this contract.
    function _allocate(uint256 bytesCount) private pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := mload(0x40)
            mstore(0x40, add(start, bytesCount))
        }
    }

    /// @dev Returns the first word of the answer. Where there is no precompile a call succeeds and answers nothing.
    function _precompile(address precompile, uint256 input, uint256 inputBytes, uint256 output, uint256 outputBytes)
        private
        view
        returns (uint256 first)
    {
        bool answered;
        assembly ("memory-safe") {
            answered := staticcall(gas(), precompile, input, inputBytes, output, outputBytes)
            answered := and(answered, eq(returndatasize(), outputBytes))
            first := mload(output)
        }
        if (!answered) revert PrecompileFailed(precompile);
    }
}
)";

inline constexpr std::string_view kCombineNothing = R"(        assembly ("memory-safe") {
{STORES}        }
)";

inline constexpr std::string_view kCombine =
    R"(        // The terms (IC_i, x_i) of 0xa0 bytes; behind them their sum and IC_0, to be added.
        uint256 terms = _allocate({MEMORY});
        uint256 sum;
        unchecked {
            sum = terms + {TERMS};
        }
{POINTS}        _storeInputs(inputs, terms);
        _precompile(G1MSM, terms, {TERMS}, sum, 0x80);
        assembly ("memory-safe") {
{STORES}        }
        unchecked {
            _precompile(G1ADD, sum, 0x100, pairs + 0x300, 0x80);
        }
)";

// Where there are public inputs.
inline constexpr std::string_view kStoreInputs = R"(
    /// @dev The scalars of the terms. The length of `inputs` has been compared.
    function _storeInputs(uint256[] calldata inputs, uint256 terms) private pure {
        uint256 refused;
        assembly ("memory-safe") {
            let at := inputs.offset
            let end := add(terms, mul(inputs.length, 0xa0))
            for { let term := terms } lt(term, end) { term := add(term, 0xa0) } {
                let x := calldataload(at)
                if iszero(lt(x, R)) {
                    refused := term
                    break
                }
                mstore(add(term, 0x80), x)
                at := add(at, 0x20)
            }
        }
        if (refused != 0) revert InputNotInField((refused - terms) / 0xa0);
    }
)";

inline constexpr std::string_view kStorePointsInline = R"(
    /// @dev IC_1, IC_2, ... into the terms.
    function _storePoints(uint256 terms) private pure {
        assembly ("memory-safe") {
{STORES}        }
    }
)";

inline constexpr std::string_view kStorePointsData = R"(
    /// @dev The points of a contract of data, 96 bytes each, into `count` terms. `scratch` has room for them.
    function _storePoints(address data, uint256 terms, uint256 count, uint256 scratch) private view {
        assembly ("memory-safe") {
            extcodecopy(data, scratch, 1, mul(count, 96))
            let end := add(terms, mul(count, 0xa0))
            for { let term := terms } lt(term, end) { term := add(term, 0xa0) } {
                mstore(term, shr(128, mload(scratch)))
                mstore(add(term, 0x20), mload(add(scratch, 0x10)))
                mstore(add(term, 0x40), shr(128, mload(add(scratch, 0x30))))
                mstore(add(term, 0x60), mload(add(scratch, 0x40)))
                scratch := add(scratch, 96)
            }
        }
    }
)";

}  // namespace zkp::solidity_text
