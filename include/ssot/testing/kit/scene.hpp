// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_SCENE_HPP
#define SSOT_TESTING_KIT_SCENE_HPP

// A backend that holds the same rows, whatever happened before: the state in which a session is asked.
//
//   for (auto const how : states_of(t.caps(), t.can_reopen())) {
//       scene s(t, how);
//       // ask s.session(); s.rows() are the rows that it must see
//   }

#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/testing/kit/expected_rows.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance::detail {

/// How the rows came to be, and where the session stands that is asked.
enum class state : std::uint8_t {
    plain,            ///< inserted, outside a transaction
    churned,          ///< inserted with other values, changed, erased and inserted again
    failed_insert,    ///< after a batch that was refused
    rolled_back,      ///< after a transaction that changed everything was rolled back
    committed,        ///< written by a transaction that another session committed
    own_writes,       ///< inside a transaction that wrote half of them
    savepoint_kept,   ///< inside a transaction that wrote half of them in a savepoint, which was released
    savepoint_undone, ///< inside a transaction, after everything since a savepoint was undone
    failed_inside,    ///< inside a transaction, after a refused batch was undone to a savepoint
    snapshot,         ///< inside a read-only transaction, after another session changed everything
    uncommitted,      ///< while another session is in a transaction that changed everything
    reopened          ///< after the backend was closed and opened again
};

/// Returns the state in words: "inside a transaction that wrote half of the rows".
std::string_view state_message(state s) noexcept;

/// Returns the states that a backend with these capabilities can be in.
std::vector<state> states_of(storage::capabilities const& caps, bool can_reopen);

/// Returns whether the session can write in this state without being in the way of another.
bool is_writable(state s) noexcept;

/// Returns the rows that every scene holds. Every boundary value of every kind is in some row, as are nulls and repeated
/// values; foreign keys are null, point at one row several times, and lead to rows whose fields are null.
expected_rows const& scene_rows(storage::capabilities const& caps);

class scene {
public:
    /// Brings the backend of the trial, which must be fresh, into the state.
    scene(trial& t, state how);
    scene(scene const&)            = delete;
    scene& operator=(scene const&) = delete;
    ~scene();

    /// Returns whether the backend came into the state. With locks, nothing changes while a transaction reads.
    bool reached() const noexcept { return reached_; }

    storage::any_session& session() noexcept { return *asked_; }
    expected_rows&        rows() noexcept { return rows_; }
    /// Returns " (" and the state in words and ")", for messages.
    std::string where() const;

private:
    void insert_all(storage::any_session& s);
    void insert_half(storage::any_session& s);
    void insert_rest(storage::any_session& s);
    void change_everything(storage::any_session& s);
    void change_back(storage::any_session& s);
    void fail(storage::any_session& s);
    void write(result<std::size_t> done, std::string_view what, std::size_t rows);

    trial*                              t_;
    state                               how_;
    expected_rows                       rows_;
    std::optional<storage::any_session> asked_{};
    std::optional<storage::any_session> other_{};
    bool                                open_    = false;
    bool                                others_  = false; ///< the other session is in a transaction
    bool                                reached_ = true;
};

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/scene.ipp>
#endif

#endif // SSOT_TESTING_KIT_SCENE_HPP
