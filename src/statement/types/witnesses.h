/// The witnesses of all types that have fresh columns; see witness.h. Internal to statement/.
#pragma once

#include "statement/witness.h"

namespace zkp {

struct AffineStatement;
struct CompositeStatement;
struct CountCompareStatement;
struct CountEqualStatement;
struct DedupeStatement;
struct DisjointStatement;
struct FilterStatement;
struct JoinStatement;
struct MemberStatement;
struct MinMaxStatement;
struct NoisySumStatement;
struct QuantileStatement;
struct RangeStatement;
struct SortStatement;
struct SplitStatement;
struct UniqueKeyStatement;
struct WellTypedStatement;

Result<FreshColumns> witness(const AffineStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const CompositeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const CountCompareStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const CountEqualStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const DedupeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const DisjointStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const FilterStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const JoinStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const MemberStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const MinMaxStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const NoisySumStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const QuantileStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const RangeStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const SortStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const SplitStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const UniqueKeyStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);
Result<FreshColumns> witness(const WellTypedStatement& statement, const SizeClass& size_class,
                             std::span<const PrivateTable> tables);

}  // namespace zkp
