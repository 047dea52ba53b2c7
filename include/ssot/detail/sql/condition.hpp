// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_SQL_CONDITION_HPP
#define SSOT_DETAIL_SQL_CONDITION_HPP

// Writes conditions, paths over foreign keys, and children. Used by write.ipp only.

#include <ssot/storage/query.hpp>
#include <ssot/storage/schema.hpp>

#include <ssot/detail/base/config.hpp>
#include <ssot/detail/sql/dialect.hpp>
#include <ssot/detail/sql/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::detail::sql {

/// A table in a statement and what is joined to it: one alias for each path over foreign keys, which is named for the path. `t` is the
/// table of the query, `c0` that of its first children, `t_3` the row behind field 3 of `t`, `t_3_1` the one behind field 1 of that.
class table_scope {
public:
    table_scope(storage::model_desc const& model, std::string alias) : model_(&model), alias_(std::move(alias)) {}

    /// Notes the paths of these terms, of a condition or of an ordering, so that `append_from` joins them.
    template<class Terms>
    void meet(Terms const& terms)
    {
        for (auto const& t : terms)
            if (t.via != storage::no_field) {
                note({t.via, storage::no_field});
                if (t.then != storage::no_field)
                    note({t.via, t.then});
            }
    }
    bool joins() const noexcept { return !paths_.empty(); }

    /// Appends `"table" AS t LEFT JOIN ...`.
    void append_from(std::string& out) const;
    /// Appends the column of a field at the end of a path: `t."source"`.
    void append_column(std::string& out, std::uint16_t field, std::uint16_t via, std::uint16_t then) const;
    void append_column(std::string& out, std::uint16_t field) const
    {
        append_column(out, field, storage::no_field, storage::no_field);
    }
    /// The field at the end of a path.
    storage::field_desc const& field_at(std::uint16_t field, std::uint16_t via, std::uint16_t then) const;
    /// Whether a value at the end of a path may be null.
    bool may_be_null(std::uint16_t field, std::uint16_t via, std::uint16_t then) const;

    storage::model_desc const& model() const noexcept { return *model_; }
    std::string const&         alias() const noexcept { return alias_; }

private:
    using path = std::pair<std::uint16_t, std::uint16_t>; ///< `via`, and `then` or `no_field`

    void note(path p);
    void append_alias(std::string& out, std::uint16_t via, std::uint16_t then) const;

    storage::model_desc const* model_;
    std::string                alias_;
    std::vector<path>          paths_{}; ///< a path comes after the one that it goes on from
};

/// What is written so far, and the parameters in it.
class statement_writer {
public:
    statement_writer(storage::dialect to, storage::query const& q) : to_(to), q_(&q) {}

    statement             made{};
    bool                  too_deep = false; ///< or otherwise not to be said in this dialect
    std::string&          out() noexcept { return made.text; }
    storage::dialect      to() const noexcept { return to_; }
    storage::query const& q() const noexcept { return *q_; }

    /// Appends a parameter: `?3` or `$3`.
    void put(parameter p);
    void put(std::string_view text) { made.text += text; }
    /// Appends a parameter that is there already, by its number from 1.
    void put_again(std::size_t number);

    /// Appends the condition that begins at `terms[at]`. `of` tells where its arguments are.
    void condition(table_scope const& scope, std::span<storage::term const> terms, std::size_t at, parameter of);
    /// Appends ` WHERE ...` unless there is nothing to satisfy: `terms`, and that the row comes after `q.after`.
    void where(table_scope const& scope, bool with_after);
    /// Appends the number of rows in `q.children[i]` of a row of `scope`, or whether there are any.
    void children(table_scope const& scope, std::size_t i, bool only_whether);

private:
    struct operand;

    std::size_t end_of(std::span<storage::term const> terms, std::size_t at) const noexcept;
    void        group(table_scope const& scope, std::span<storage::term const> terms, std::span<std::size_t const> starts,
                      std::string_view separator, parameter of);
    void        comparison(table_scope const& scope, std::span<storage::term const> terms, std::size_t at, parameter of);
    void        subject(table_scope const& scope, storage::term const& t);
    void        list(storage::term const& t, parameter of);
    void        search(table_scope const& scope, storage::term const& t, storage::kind type, parameter of);
    void        search_in_sqlite(std::string const& c, storage::op what, needle n, parameter of);
    void        search_in_postgresql(std::string const& c, storage::op what, parameter of);
    void        after(table_scope const& scope);
    void        after_from(table_scope const& scope, std::size_t i);

    storage::dialect      to_;
    storage::query const* q_;
    std::size_t           depth_ = 0;
};

} // namespace ssot::detail::sql

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/sql/condition.ipp>
#include <ssot/impl/detail/sql/pages.ipp>
#include <ssot/impl/detail/sql/searches.ipp>
#endif

#endif // SSOT_DETAIL_SQL_CONDITION_HPP
