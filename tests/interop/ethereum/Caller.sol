// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

interface IVerifier {
    function verifyProof(bytes calldata proof, uint256[] calldata inputs) external view;
}

/// @notice A contract that acts on proofs, as docs/guides/ethereum.md shows it: one use for each set of inputs.
contract Caller {
    IVerifier public immutable VERIFIER;
    uint256 public acted;
    mapping(bytes32 => bool) private used;

    error AlreadyUsed();

    constructor(IVerifier verifier) {
        VERIFIER = verifier;
    }

    function act(bytes calldata proof, uint256[] calldata inputs) external {
        bytes32 claim = keccak256(abi.encode(inputs));
        if (used[claim]) revert AlreadyUsed();
        used[claim] = true;
        VERIFIER.verifyProof(proof, inputs);
        ++acted;
    }

    /// @notice Never reverts for a bad proof, and bounds what a malformed one can burn.
    function isValid(bytes calldata proof, uint256[] calldata inputs, uint256 gasLimit) external view returns (bool) {
        try VERIFIER.verifyProof{gas: gasLimit}(proof, inputs) {
            return true;
        } catch {
            return false;
        }
    }
}
