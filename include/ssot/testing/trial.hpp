// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_TRIAL_HPP
#define SSOT_TESTING_TRIAL_HPP

// One behaviour's look at one backend: a store over it, sessions of it, and checks that say what was expected and what came.
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
#include <ssot/testing/kit/kit_store.hpp>
#include <ssot/testing/random_source.hpp>
#include <ssot/testing/source.hpp>
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

using ssot::to_string; // of errors, keys and times

/// What a check throws: what was expected and what came.
struct failed_check : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a behaviour throws that cannot be judged on this backend, for example because it is smaller than the test.
struct not_applicable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A value as people read it. Long texts are cut.
template<class T>
std::string show(T const& v);

/// Checks, and how many there were: a behaviour that checks nothing has failed. Callable from any thread.
class checks {
public:
    /// Fails with `words` unless `good`.
    void expect(bool good, std::string_view words);

    /// Fails unless both are equal.
    template<class A, class B>
    void equal(A const& came, B const& expected, std::string_view what);

    /// The value; fails when there is an error instead.
    template<class T>
    T ok(result<T> r, std::string_view what);

    /// The error; fails when there is none, or another than one of `codes`.
    template<class T>
    error refused(result<T> const& r, std::initializer_list<errc> codes, std::string_view what);

    std::size_t count() const noexcept { return count_; }

private:
    [[noreturn]] static void unequal(std::string_view what, std::string const& expected, std::string const& came);
    [[noreturn]] static void unsuccessful(std::string_view what, error const& came);
    error                    refusal(error const* came, std::initializer_list<errc> codes, std::string_view what);

    std::atomic<std::size_t> count_{0};
};

class trial : public checks {
public:
    using session_type = storage::any_session;

    trial(source const& from, std::uint64_t seed);

    /// A fresh backend, made and given the kit's models when it is first asked for.
    storage::any_backend& backend();

    /// A store over it, whose clock goes on by a microsecond each time it is looked at.
    detail::kit_store& store();

    /// One more session, or store, on it.
    session_type      open();
    detail::kit_store another_store();

    storage::capabilities caps() { return backend().caps(); }

    /// Another fresh backend, which nobody has used.
    storage::any_backend fresh() { return from_->fresh(); }

    bool can_reopen() const noexcept { return static_cast<bool>(from_->reopen); }
    /// Closes everything and opens the backend again. Precondition: `can_reopen()`.
    void                 reopen();
    storage::any_backend reopened(storage::any_backend&& b) { return from_->reopen(std::move(b)); }

    /// `many` where there is time, otherwise `few`.
    std::size_t scaled(std::size_t few, std::size_t many) const noexcept { return from_->thorough ? many : few; }

    /// What is done whenever the store looks at its clock, which is in the middle of an insert.
    void meanwhile(std::function<void()> work) { meanwhile_ = std::move(work); }

    /// The time that the store's clock shows first.
    static constexpr timestamp first_moment{duration{1'704'067'200'000'000}};

    random_source random;

private:
    void open_store();

    source const*                       from_;
    std::optional<storage::any_backend> backend_{};
    std::atomic<std::int64_t>           ticks_{0};
    std::function<void()>               meanwhile_{};
    std::optional<detail::kit_store>    store_{};
};

/// Every row of every model of the kit, one line each, by model and key.
std::vector<std::string> contents(checks& c, detail::kit_store& store);

} // namespace ssot::conformance

#include <ssot/impl/testing/trial.hpp>

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/testing/trial.ipp>
#endif

#endif // SSOT_TESTING_TRIAL_HPP
