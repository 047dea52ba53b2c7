// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_STORAGE_QUESTION_HPP
#define SSOT_STORAGE_QUESTION_HPP

// Conditions, queries and groupings without the type of their model, which own the values that they compare with. Programs
// write their typed forms, <ssot/condition.hpp>, <ssot/query.hpp> and <ssot/aggregate.hpp>, which hold these; backends
// receive what `to_query` makes of them, <ssot/storage/query.hpp>.
//
//   ssot::storage::question q;
//   q.where = ssot::storage::condition(ssot::storage::op::eq, {position_of_field}, {value});
//   auto const rows = store.select(ssot::selection<M>(q));
//
// All of them are values: copies share nothing but what `corrupt` points at, and several threads may read one at once.

#include <ssot/error.hpp>
#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>
#include <ssot/storage/value.hpp>

#include <ssot/detail/base/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace ssot::storage {

/// Which field of a row is meant: its position in the model. With `via`, a field of the row that this foreign key refers
/// to, and with `then`, one key further.
struct field_place {
    std::uint16_t field;
    std::uint16_t via  = no_field;
    std::uint16_t then = no_field;
};

/// A condition without its model: a tree of terms in prefix order, and the values that they refer to. Preconditions, which
/// are not checked: the fields exist, and the values are of their kinds.
class condition {
public:
    /// Satisfied by every row.
    condition() = default;

    /// A comparison of one field with `args`. `sorted` tells that they are in ascending order, without nulls and duplicates.
    condition(op what, field_place at, std::vector<value> args, bool sorted = false);

    /// Joins two conditions by `and_` or `or_`. A long chain of the same operator becomes one list, so that only real
    /// nesting is deep. Amortized linear in the terms of the shorter one, on either side, if the longer one is moved here.
    static condition join(op what, condition a, condition b);
    /// Satisfied by the rows that do not satisfy this one. Amortized constant.
    condition negated() &&;

    /// Satisfied by no row.
    static condition no_row(field_place at = {0}) { return {op::in, at, {}, true}; }

    /// The terms in prefix order, as `query::where` has them, and the values that they refer to. Valid as long as this
    /// object is unchanged.
    std::span<term const> terms() const noexcept
    {
        return std::span(terms_).subspan(std::min(begin_, terms_.size())); // fewer than before the begin when moved from
    }
    std::vector<value> const& args() const noexcept { return args_; }

    /// Whether the condition grew beyond the limits below. It then satisfies no row, and stores answer `too_deep`.
    bool too_deep() const noexcept { return too_deep_; }
    /// The error that they answer.
    static error too_deep_error();

    static constexpr std::size_t max_depth = 512;    ///< levels of `and_`, `or_` and `not_`
    static constexpr std::size_t max_terms = 10'000; ///< of the whole condition

private:
    /// A chain is turned into a list when it has more levels than this.
    static constexpr std::size_t max_chain = 32;

    static bool      is_chain(condition const& c, op what) noexcept;
    static condition out_of_limits();

    std::size_t size() const noexcept { return terms_.size() - begin_; }

    void put_before(term t);
    void put_before(condition&& c);
    void put_behind(condition&& c);

    std::vector<term>  terms_{};
    std::size_t        begin_ = 0; // of those that count: what stands before is room, as a vector has behind its end
    std::vector<value> args_{};
    std::size_t        depth_    = 0; // of inner terms
    bool               too_deep_ = false;
};

/// A condition on the rows of another model that refer to a row of the query.
struct reverse_condition {
    model_desc const* model;
    std::uint16_t     field; ///< the foreign key
    condition         where;
    bool              none; ///< there must be no such row; if false, a row comes once for each
};

/// A query without its model.
struct question {
    condition                            where{};
    std::optional<std::vector<order_by>> order{}; ///< without it, the default ordering of the model
    std::uint64_t                        limit  = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t                        offset = 0;
    std::uint64_t                        fields = ~std::uint64_t{0}; ///< bit i is set if field i is read
    std::vector<reverse_condition>       reverse{};                  ///< rows must satisfy all of them
    bool                                 distinct     = false;       ///< each row once, however many rows refer to it
    bool                                 skip_corrupt = false;       ///< whether rows that the model cannot hold are skipped
    std::vector<error>*                  corrupt      = nullptr;     ///< where the errors of skipped rows are added

    /// Returns whether reading goes on after the error of a row, and then adds the error to `corrupt`.
    bool skips(error const& e) const;

    /// The query for a backend, without `reverse`. It refers to this object.
    query to_query(model_desc const& model) const;
};

/// Groups and measures without their types.
struct grouping {
    struct measure {
        fold_fn       fold;
        std::uint16_t field = no_field;
        condition     when{}; ///< of `count_if`
    };

    std::vector<std::uint16_t> group_by{};
    std::vector<measure>       measures{};

    /// The query for a backend. It refers to this object and to `q`.
    aggregate_query to_query(question const& q, model_desc const& model) const;
};

} // namespace ssot::storage

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/storage/question.ipp>
#endif

#endif // SSOT_STORAGE_QUESTION_HPP
