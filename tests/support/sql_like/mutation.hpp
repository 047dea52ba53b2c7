// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_SQL_LIKE_MUTATION_HPP
#define SSOT_TESTS_SUPPORT_SQL_LIKE_MUTATION_HPP

// In what the backend of sql_like_backend.hpp can be told to be wrong: a place in its code, and the circumstances in which it is wrong there.

#include <ssot/storage/query.hpp>
#include <ssot/storage/value.hpp>

#include "point.hpp"
#include "way.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssot_test::sql {

/// Whose field a condition, an ordering or a measure names.
enum class place : std::uint8_t { any, own, via, then };

/// In what the session is when it is called.
enum class state : std::uint8_t { any, outside, read_write, read_only, in_savepoint };

enum class operation : std::uint8_t { any, scan, update, erase, aggregate, insert, insert_if_absent };

/// How sessions keep out of each other's way, and when foreign keys are judged.
enum class engine : std::uint8_t {
    one_writer, ///< a transaction that may write waits until no other does
    optimistic, ///< nobody waits; a commit is refused if another one came since its transaction began
    locks_late, ///< under `read_committed`, a transaction waits when it writes or locks rows, and sees what was committed until then
    keys_at_commit, ///< one writer; foreign keys are judged by the commit
};

/// One way to be wrong.
struct mutation {
    std::string_view                 name; ///< unique
    point                            where;
    way                              how  = way::none;
    ssot::kind                       type = ssot::kind::null; ///< only fields of this kind; null: of any
    std::optional<ssot::storage::op> what{};                  ///< only this operator
    place                            at   = place::any;
    state                            when = state::any;
    operation                        in   = operation::any;
    engine                           over = engine::one_writer; ///< in which it is wrong
    std::string_view                 changes{};                 ///< in words
    std::string_view                 named_by{};                ///< the names of the behaviours that must name it begin so
};

/// What a piece of the code asks: whether it is to be wrong here and now.
struct faults {
    mutation const* active = nullptr;
    state           now    = state::outside;
    operation       call   = operation::scan;

    bool wrong(point where, ssot::kind type = ssot::kind::null, place at = place::own,
               std::optional<ssot::storage::op> what = {}) const noexcept
    {
        if (!active || active->where != where)
            return false;
        auto const& m = *active;
        // A session in a savepoint is in a read-write transaction, too.
        bool const when =
            m.when == state::any || m.when == now || (m.when == state::read_write && now == state::in_savepoint);
        return when && (m.type == ssot::kind::null || m.type == type) && (!m.what || m.what == what) &&
            (m.at == place::any || m.at == at) && (m.in == operation::any || m.in == call);
    }
    bool wrong(point where, way how) const noexcept { return wrong(where) && active->how == how; }

    /// The way in which it is to be wrong, or none.
    way how(point where, ssot::kind type = ssot::kind::null, place at = place::own,
            std::optional<ssot::storage::op> what = {}) const noexcept
    {
        return wrong(where, type, at, what) ? active->how : way::none;
    }
};

} // namespace ssot_test::sql

#endif // SSOT_TESTS_SUPPORT_SQL_LIKE_MUTATION_HPP
