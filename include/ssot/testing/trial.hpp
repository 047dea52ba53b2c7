// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTING_TRIAL_HPP
#define SSOT_TESTING_TRIAL_HPP

// One behaviour's look at one backend: a store over it, sessions of it, and checks that say what was expected and what came.
//
//   template<class Backend>
//   void insert_one(trial<Backend>& t)
//   {
//       ssot::sync run{.source = "a", .target = "b"};
//       t.ok(t.store().insert(run), "inserting a sync");
//       t.equal(*t.ok(t.store().template get<ssot::sync>(run.id), "reading it"), run, "the sync as it was read");
//   }

#include <ssot/error.hpp>
#include <ssot/storage/concept.hpp>
#include <ssot/store.hpp>
#include <ssot/testing/random_source.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace ssot::conformance {

template<class Backend>
struct source;

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
    std::atomic<std::size_t> count_{0};
};

template<class Backend>
class trial : public checks {
public:
    using session_type = typename Backend::session_type;

    trial(source<Backend> const& from, std::uint64_t seed) : random(seed), from_(&from) {}

    /// A fresh backend, made and given the kit's models when it is first asked for.
    Backend& backend();

    /// A store over it, whose clock goes on by a microsecond each time it is looked at.
    ssot::store<Backend>& store();

    /// One more session, or store, on it.
    session_type         open();
    ssot::store<Backend> another_store();

    storage::capabilities caps() { return backend().caps(); }

    /// Another fresh backend, which nobody has used.
    std::unique_ptr<Backend> fresh() { return from_->fresh(); }

    bool can_reopen() const noexcept { return static_cast<bool>(from_->reopen); }
    /// Closes everything and opens the backend again. Precondition: `can_reopen()`.
    void                     reopen();
    std::unique_ptr<Backend> reopened(Backend&& b) { return from_->reopen(std::move(b)); }

    /// `many` where there is time, otherwise `few`.
    std::size_t scaled(std::size_t few, std::size_t many) const noexcept { return from_->thorough ? many : few; }

    /// What is done whenever the store looks at its clock, which is in the middle of an insert.
    void meanwhile(std::function<void()> work) { meanwhile_ = std::move(work); }

    /// The time that the store's clock shows first.
    static constexpr timestamp first_moment{duration{1'704'067'200'000'000}};

    random_source random;

private:
    void open_store();

    source<Backend> const*              from_;
    std::unique_ptr<Backend>            backend_{};
    std::atomic<std::int64_t>           ticks_{0};
    std::function<void()>               meanwhile_{};
    std::optional<ssot::store<Backend>> store_{};
};

/// Every row of every model of the kit, one line each, by model and key.
template<class Backend>
std::vector<std::string> contents(checks& c, ssot::store<Backend>& store);

} // namespace ssot::conformance

#include <ssot/impl/testing/trial.hpp>

// Behaviours are made of trials, and a trial begins with what a behaviour is given.
#include <ssot/testing/behaviour.hpp>

#endif // SSOT_TESTING_TRIAL_HPP
