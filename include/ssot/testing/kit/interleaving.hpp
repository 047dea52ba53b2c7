// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_KIT_INTERLEAVING_HPP
#define SSOT_TESTING_KIT_INTERLEAVING_HPP

// Runs several sessions step by step. Each session has a thread of its own, so that a step may wait for another session.
// Modelled on PostgreSQL's isolation tests.

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/testing/trial.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace ssot::conformance::detail {

/// Whether two transactions in each other's way may end with this error.
bool gave_way(error const& e);

/// A session that knows whether it is in a transaction.
class player {
public:
    explicit player(storage::any_session s) : session(std::move(s)) {}

    result<void> begin(storage::tx_options options = {});
    result<void> commit();
    void         rollback() noexcept;
    bool         in_transaction() const noexcept { return open_; }

    storage::any_session session;

private:
    bool open_ = false;
};

class stage {
public:
    using step = std::function<void(player&)>;

    static constexpr std::chrono::seconds      most{20}; ///< longest time of a step for which no other session is in the way
    static constexpr std::chrono::milliseconds waiting{60}; ///< after this time a step counts as waiting for another session

    stage(trial& t, std::size_t players);
    stage(stage const&)            = delete;
    stage& operator=(stage const&) = delete;

    /// Rolls back every open transaction, so that sessions which wait for one can go on.
    ~stage();

    /// Starts a step of a session and waits for it, at most `patience`. Returns whether it is done. Passes on what its
    /// checks throw.
    bool tell(std::size_t who, step what, std::chrono::milliseconds patience = most);

    /// The same for a step for which no other session is in the way.
    void run(std::size_t who, step what);

    /// Waits for a step that was started.
    void settle(std::size_t who);
    bool idle(std::size_t who);

private:
    class actor;

    std::vector<std::unique_ptr<actor>> actors_{};
};

/// Runs two scripts in every order that keeps the order within each script. If a step waits, the other script goes on.
/// `before` prepares the rows and `after` judges.
std::size_t every_interleaving(stage& s, std::vector<stage::step> const (&scripts)[2], std::function<void()> const& before,
                               std::function<void()> const& after);

} // namespace ssot::conformance::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/kit/interleaving.ipp>
#endif

#endif // SSOT_TESTING_KIT_INTERLEAVING_HPP
