// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_TRIAL_HPP
#define SSOT_TESTING_TRIAL_HPP

// The test of one backend by one behaviour: a store on the backend, sessions of it, and checks that report what was expected
// and found.
//
//   void insert_one(trial& t)
//   {
//       ssot::sync run{.source = "a", .target = "b"};
//       t.ok(t.store().insert(run), "inserting a sync");
//       t.equal(*t.ok(t.store().get<ssot::sync>(run.id), "reading it"), run, "the sync as it was read");
//   }

#include <ssot/error.hpp>
#include <ssot/storage/any_backend.hpp>
#include <ssot/storage/capability.hpp>
#include <ssot/testing/kit/cell.hpp>
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/source.hpp>
#include <ssot/testing/warning.hpp>
#include <ssot/time.hpp>
#include <ssot/uuid.hpp>

#include <ssot/detail/base/config.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ssot::conformance {

using ssot::to_string; // for errors, keys and times

/// Thrown by a check that fails: what was expected and what was found.
struct failed_check : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Thrown by a behaviour that cannot be judged on this backend, for example because the backend is smaller than the test.
struct not_applicable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Returns a readable form of a value. Long texts are cut.
template<class T>
std::string show(T const& v);

/// Checks and counts them: a behaviour that checks nothing fails. May be called from any thread.
class checks {
public:
    /// Fails with `words` unless `good`.
    void expect(bool good, std::string_view words);

    /// Fails unless both values are equal.
    template<class A, class B>
    void equal(A const& came, B const& expected, std::string_view what);

    /// Returns the value. Fails if there is an error instead.
    template<class T>
    T ok(result<T> r, std::string_view what);

    /// Returns the error. Fails if there is none, or one that is not in `codes`.
    template<class T>
    error refused(result<T> const& r, std::initializer_list<errc> codes, std::string_view what);

    std::size_t count() const noexcept { return count_; }

protected:
    void add(std::size_t checked) noexcept { count_ += checked; }

private:
    [[noreturn]] static void unequal(std::string_view what, std::string const& expected, std::string const& came);
    [[noreturn]] static void unsuccessful(std::string_view what, error const& came);
    error                    refusal(error const* came, std::initializer_list<errc> codes, std::string_view what);

    std::atomic<std::size_t> count_{0};
};

class trial : public checks {
public:
    using session_type = storage::any_session;

    trial(source const& from, std::uint64_t seed, cell about = {});

    /// Returns the seed of `random`.
    std::uint64_t seed() const noexcept { return seed_; }
    /// Returns what the behaviour is about, if it is a generated one.
    cell const& about() const noexcept { return about_; }

    /// Returns the fresh backend, made and prepared with the kit's models at the first call.
    storage::any_backend& backend();

    /// Returns a store on it, whose clock advances by a microsecond each time it is read.
    detail::kit_store& store();

    /// Open another session, or another store, on the backend.
    session_type      open();
    detail::kit_store another_store();
    /// Opens another session if `wanted`.
    std::optional<session_type> open_if(bool wanted) { return wanted ? std::optional(open()) : std::nullopt; }

    storage::capabilities caps() { return backend().caps(); }

    /// Returns another fresh backend, which was never used.
    storage::any_backend fresh() { return from_->fresh(); }

    bool can_reopen() const noexcept { return static_cast<bool>(from_->reopen); }
    /// Closes everything and opens the backend again. Precondition: `can_reopen()`.
    void                 reopen();
    storage::any_backend reopened(storage::any_backend&& b) { return from_->reopen(std::move(b)); }

    /// Returns a trial of another fresh backend for the same behaviour.
    trial another() { return trial(*from_, random.bits(), about_); }
    /// Counts the checks of the other one too.
    void add(trial const& other) { checks::add(other.count()); }

    /// Lets another session write while this one is in the `situation`. Returns false if the write waits, as it may on a
    /// backend with locks; then `give_way` must let it go on. Whether it waits is found out once for each situation.
    bool beside(std::string const& situation, std::function<void()> const& write, std::function<void()> const& give_way);

    bool has_time() const noexcept { return from_->thorough; }
    /// Returns `many` if there is time, otherwise `few`.
    std::size_t scaled(std::size_t few, std::size_t many) const noexcept { return from_->thorough ? many : few; }

    /// Sets what is done whenever the store reads its clock, which it does in the middle of an insert.
    void meanwhile(std::function<void()> work) { meanwhile_ = std::move(work); }

    /// Does `work`, and adds a warning if the backend looked at more than `allowed_visits(needed)` rows meanwhile. Precondition: the
    /// backend counts the rows that it looks at.
    void expect_visits(std::string_view capability, std::string what, std::uint64_t needed,
                       std::function<void()> const& work);

    /// Returns the warnings so far; their `behaviour` is empty.
    std::vector<warning> const& warnings() const noexcept { return warnings_; }

    /// The first time that the store's clock shows.
    static constexpr timestamp first_moment{duration{1'704'067'200'000'000}};

    random_source random;

private:
    void open_store();

    source const*                       from_;
    std::uint64_t                       seed_;
    cell                                about_;
    std::optional<storage::any_backend> backend_{};
    std::atomic<std::int64_t>           ticks_{0};
    std::function<void()>               meanwhile_{};
    std::optional<detail::kit_store>    store_{};
    std::vector<warning>                warnings_{};
};

namespace detail {
/// Ends the program: a thread waits in a call of the backend for ever, and nothing can free it.
[[noreturn]] void give_up();
} // namespace detail

/// Returns every row of every model of the kit as one line each, in the order of model and key.
std::vector<std::string> contents(checks& c, detail::kit_store& store);

} // namespace ssot::conformance

#include <ssot/impl/testing/trial.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/trial.ipp>
#endif

#endif // SSOT_TESTING_TRIAL_HPP
