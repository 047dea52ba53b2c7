// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_TESTING_TRIAL_HPP
#define SSOT_IMPL_TESTING_TRIAL_HPP

#include <ssot/json/text.hpp>
#include <ssot/testing/trial.hpp>

#include <ssot/detail/specimen.hpp>
#include <ssot/detail/words.hpp>

#include <algorithm>
#include <concepts>
#include <new>
#include <ranges>
#include <sstream>
#include <type_traits>
#include <utility>

namespace ssot::conformance {

namespace detail {

inline std::string shortened(std::string text)
{
    constexpr std::size_t most = 400;
    if (text.size() > most)
        text = text.substr(0, most) + "... (" + std::to_string(text.size()) + " bytes)";
    return text;
}

template<class T>
inline constexpr bool is_optional = false;
template<class T>
inline constexpr bool is_optional<std::optional<T>> = true;

} // namespace detail

template<class T>
std::string show(T const& v)
{
    if constexpr (detail::is_optional<T>)
        return v ? show(*v) : "nothing";
    else if constexpr (std::same_as<T, bool>)
        return v ? "true" : "false";
    else if constexpr (std::convertible_to<T const&, std::string_view>)
        return detail::shortened('"' + std::string(std::string_view(v)) + '"');
    else if constexpr (std::same_as<T, sync_counts>)
        return "unchanged " + show(v.unchanged) + ", created " + show(v.created) + ", updated " + show(v.updated) +
            ", deleted " + show(v.deleted) + ", succeeded " + show(v.succeeded) + ", failed " + show(v.failed) +
            ", errored " + show(v.errored);
    else if constexpr (requires { typename T::stored_model; })
        return show(static_cast<typename T::stored_model const&>(v));
    else if constexpr (model<T>)
        return detail::shortened(to_json(v));
    else if constexpr (choice<T>)
        return show(to_wire(v));
    else if constexpr (std::is_arithmetic_v<T>)
        return std::to_string(v);
    else if constexpr (std::same_as<T, uuid>) // Boost has a to_string as well
        return ssot::to_string(v);
    else if constexpr (requires { std::string(to_string(v)); })
        return std::string(to_string(v));
    else if constexpr (std::ranges::input_range<T const&> && !std::same_as<T, boost::json::value>) {
        std::string out = "[";
        std::size_t n   = 0;
        for (auto const& element : v) {
            if (n++ == 12) {
                out += ", ...";
                break;
            }
            out += (n == 1 ? "" : ", ") + show(element);
        }
        return out + "] (" + std::to_string(std::ranges::distance(v)) + ")";
    } else {
        std::ostringstream out;
        out << v;
        return detail::shortened(out.str());
    }
}

inline void checks::expect(bool good, std::string_view words)
{
    ++count_;
    if (!good)
        throw failed_check(std::string(words));
}

template<class A, class B>
void checks::equal(A const& came, B const& expected, std::string_view what)
{
    ++count_;
    if (!(came == expected))
        throw failed_check(std::string(what) + ": expected " + show(expected) + ", came " + show(came));
}

template<class T>
T checks::ok(result<T> r, std::string_view what)
{
    ++count_;
    if (!r)
        throw failed_check(std::string(what) + ": expected success, came the error " + to_string(r.error()));
    if constexpr (!std::is_void_v<T>)
        return std::move(*r);
}

template<class T>
error checks::refused(result<T> const& r, std::initializer_list<errc> codes, std::string_view what)
{
    ++count_;
    std::string wanted;
    for (errc const code : codes)
        wanted += (wanted.empty() ? "" : " or ") + std::string(to_string(code));
    if (r)
        throw failed_check(std::string(what) + ": expected the error " + wanted + ", came success");
    if (std::ranges::find(codes, r.error().code()) == codes.end())
        throw failed_check(std::string(what) + ": expected the error " + wanted + ", came " + to_string(r.error()));
    return r.error();
}

template<class Backend>
void trial<Backend>::open_store()
{
    auto const clock = [this] {
        if (meanwhile_)
            meanwhile_();
        return first_moment + duration(ticks_++);
    };
    auto opened = ssot::store<Backend>::open(*backend_, {.clock = clock});
    store_.emplace(ok(std::move(opened), "opening a store"));
    ok(store_->template count<specimen>(), "making room for a model of the user's own");
}

template<class Backend>
Backend& trial<Backend>::backend()
{
    if (!backend_) {
        backend_ = from_->fresh();
        open_store();
    }
    return *backend_;
}

template<class Backend>
ssot::store<Backend>& trial<Backend>::store()
{
    backend();
    return *store_;
}

template<class Backend>
typename Backend::session_type trial<Backend>::open()
{
    return ok(backend().open(), "opening a session");
}

template<class Backend>
ssot::store<Backend> trial<Backend>::another_store()
{
    return ok(store().session(), "opening another session");
}

template<class Backend>
void trial<Backend>::reopen()
{
    backend();
    store_.reset();
    backend_ = from_->reopen(std::move(*backend_));
    open_store();
}

namespace detail {

template<model M, class Backend>
void add_contents(checks& c, ssot::store<Backend>& store, std::vector<std::string>& out)
{
    constexpr auto key = ssot::detail::first_member<ssot::detail::members_of<M>>::value;
    for (auto const& row : c.ok(store.select(from<M>().order_by(asc<key>)), "reading all rows"))
        out.push_back(ssot::detail::joined({model_info_of<M>().name,
                                            " revision ",
                                            std::to_string(revision_of(row)),
                                            " ",
                                            to_json(static_cast<M const&>(row))}));
}

} // namespace detail

template<class Backend>
std::vector<std::string> contents(checks& c, ssot::store<Backend>& store)
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

#endif // SSOT_IMPL_TESTING_TRIAL_HPP
