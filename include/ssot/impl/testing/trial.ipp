// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_TRIAL_IPP
#define SSOT_IMPL_TESTING_TRIAL_IPP

#include <ssot/json/text.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/query.hpp>
#include <ssot/reflect.hpp>
#include <ssot/store/stored.hpp>
#include <ssot/testing/kit/answering_session.hpp>
#include <ssot/testing/kit/pairing.hpp>
#include <ssot/testing/kit/specimen.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/text/message.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <sstream>
#include <utility>

namespace ssot::conformance {

namespace detail {

SSOT_DECL std::string shortened(std::string text)
{
    constexpr std::size_t most = 400;
    if (text.size() > most)
        text = text.substr(0, most) + "... (" + std::to_string(text.size()) + " bytes)";
    return text;
}

SSOT_DECL std::string printed(void const* value, void (*write)(std::ostream&, void const*))
{
    std::ostringstream out;
    write(out, value);
    return shortened(out.str());
}

SSOT_DECL void give_up()
{
    std::fputs("ssot conformance: a session does not come back from a call; giving up\n", stderr);
    std::fflush(nullptr);
    std::_Exit(1);
}

} // namespace detail

SSOT_DECL void checks::expect(bool good, std::string_view words)
{
    ++count_;
    if (!good)
        throw failed_check(std::string(words));
}

SSOT_DECL void checks::unequal(std::string_view what, std::string const& expected, std::string const& came)
{
    throw failed_check(std::string(what) + ": expected " + expected + ", came " + came);
}

SSOT_DECL void checks::unsuccessful(std::string_view what, error const& came)
{
    throw failed_check(std::string(what) + ": expected success, came the error " + to_string(came));
}

SSOT_DECL error checks::refusal(error const* came, std::initializer_list<errc> codes, std::string_view what)
{
    ++count_;
    std::string wanted;
    for (errc const code : codes)
        wanted += (wanted.empty() ? "" : " or ") + std::string(to_string(code));
    if (!came)
        throw failed_check(std::string(what) + ": expected the error " + wanted + ", came success");
    if (std::ranges::find(codes, came->code()) == codes.end())
        throw failed_check(std::string(what) + ": expected the error " + wanted + ", came " + to_string(*came));
    return *came;
}

SSOT_DECL trial::trial(source const& from, std::uint64_t seed, cell about)
    : random(seed), from_(&from), seed_(seed), about_(about)
{
}

SSOT_DECL void trial::open_store()
{
    auto const clock = [this] {
        if (meanwhile_)
            meanwhile_();
        return first_moment + duration(ticks_++);
    };
    auto opened = detail::kit_store::open(*backend_, {.clock = clock});
    store_.emplace(ok(std::move(opened), "opening a store"));
    ok(store_->count<specimen>(), "making room for a model of the user's own");
    ok(store_->count<pairing>(), "making room for a model that points at it");
}

SSOT_DECL storage::any_backend& trial::backend()
{
    if (!backend_) {
        backend_ = from_->fresh();
        open_store();
    }
    return *backend_;
}

SSOT_DECL detail::kit_store& trial::store()
{
    backend();
    return *store_;
}

SSOT_DECL trial::session_type trial::open()
{
    auto const declared = caps(); // which makes the backend
    return session_type(detail::answering_session(ok(backend().open(), "opening a session"), declared));
}

SSOT_DECL detail::kit_store trial::another_store() { return ok(store().session(), "opening another session"); }

SSOT_DECL bool trial::beside(std::string const& situation, std::function<void()> const& write,
                             std::function<void()> const& give_way)
{
    if (auto const known = from_->waits->find(situation); known != from_->waits->end()) {
        if (known->second)
            give_way();
        write();
        return !known->second;
    }
    auto       done    = std::async(std::launch::async, write);
    auto const is_done = [&](std::chrono::milliseconds most) { return done.wait_for(most) == std::future_status::ready; };
    bool const waits   = !is_done(std::chrono::milliseconds(500));
    if (waits) {
        give_way();
        if (!is_done(std::chrono::seconds(20)))
            detail::give_up();
    }
    done.get();
    from_->waits->emplace(situation, waits);
    return !waits;
}

SSOT_DECL void trial::reopen()
{
    backend();
    store_.reset();
    backend_ = from_->reopen(std::move(*backend_));
    open_store();
}

SSOT_DECL void trial::expect_visits(std::string_view capability, std::string what, std::uint64_t needed,
                                    std::function<void()> const& work)
{
    auto const before = backend().rows_visited().value_or(0);
    work();
    auto const visited = backend().rows_visited().value_or(0) - before;
    if (visited > allowed_visits(needed))
        warnings_.push_back({{}, capability, std::move(what), needed, visited});
}

namespace detail {

template<model M>
void add_contents(checks& c, kit_store& store, std::vector<std::string>& out)
{
    constexpr auto key = ssot::detail::first_member<ssot::detail::members_of<M>>::value;
    for (auto const& row : c.ok(store.select(from<M>().order_by(asc<key>)), "reading all rows"))
        out.push_back(ssot::detail::concat({model_info_of<M>().name,
                                            " revision ",
                                            std::to_string(revision_of(row)),
                                            " ",
                                            json_or_why(static_cast<M const&>(row))}));
}

} // namespace detail

SSOT_DECL std::vector<std::string> contents(checks& c, detail::kit_store& store)
{
    std::vector<std::string> out;
    detail::add_contents<job>(c, store, out);
    detail::add_contents<job_result>(c, store, out);
    detail::add_contents<content_type>(c, store, out);
    detail::add_contents<secrets_group>(c, store, out);
    detail::add_contents<servicenow_config>(c, store, out);
    detail::add_contents<sync>(c, store, out);
    detail::add_contents<sync_log_entry>(c, store, out);
    detail::add_contents<specimen>(c, store, out);
    return out;
}

} // namespace ssot::conformance

#endif // SSOT_IMPL_TESTING_TRIAL_IPP
