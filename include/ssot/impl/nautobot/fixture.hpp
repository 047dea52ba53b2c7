// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_FIXTURE_HPP
#define SSOT_IMPL_NAUTOBOT_FIXTURE_HPP

#include <ssot/nautobot/fixture.hpp>

#include <ssot/detail/json_encode.hpp>
#include <ssot/impl/nautobot/fixture_read.hpp>

#include <algorithm>
#include <ranges>
#include <type_traits>
#include <utility>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

/// Whether a field is left out: its full name is among `omit`.
template<model M>
bool is_omitted(std::string_view field, std::vector<std::string_view> const& omit)
{
    std::string_view const model_name = model_info_of<M>().name;
    return std::ranges::any_of(omit, [&](std::string_view o) {
        return o.size() == model_name.size() + 1 + field.size() && o.starts_with(model_name) && o.ends_with(field) &&
            o[model_name.size()] == '.';
    });
}

/// The members of a model but its key, for which `wanted(info)` is true.
template<model M, class Wanted>
bool write_fields(python_text_sink& out, M const& m, Wanted&& wanted)
{
    return [&]<auto Key, auto... Members>(member_list<Key, Members...>) {
        return ((!wanted(field_info_of<Members>) ||
                 out.write_member(field_info_of<Members>.name, [&] { return encode(out, m.*Members); })) &&
                ...);
    }(members_of<M>{});
}

template<class T>
struct is_fixture : std::false_type {};
template<class... Models>
struct is_fixture<fixture<Models...>> : std::true_type {};

template<class Rows>
void add_all(fixture_writer& out, Rows const& rows)
{
    if constexpr (is_fixture<Rows>::value)
        rows.for_each([&](auto const& row) { out.add(row).value(); });
    else if constexpr (requires { typename Rows::stored_model; })
        out.add(static_cast<typename Rows::stored_model const&>(rows)).value();
    else if constexpr (model<Rows>)
        out.add(rows).value();
    else
        for (auto const& row : rows)
            add_all(out, row);
}

} // namespace detail

inline fixture_writer::fixture_writer(std::string& out, fixture_options options) : out_(out), options_(std::move(options))
{
    out_ += '[';
}

template<class Write>
result<void> fixture_writer::add_object(Write&& write)
{
    auto const before = out_.size();
    if (!first_)
        out_ += options_.indent != 0 ? "," : ", ";
    if (options_.indent != 0)
        out_ += '\n';
    detail::python_text_sink sink(out_,
                                  {.indent = options_.indent, .milliseconds = options_.exact, .bare_nan = options_.exact});
    if (!sink.write_object([&] { return write(sink); })) {
        out_.resize(before);
        return sink.take_error();
    }
    first_ = false;
    return {};
}

template<model M>
result<void> fixture_writer::add(M const& m)
{
    return add_object([&](detail::python_text_sink& out) {
        auto const wanted = [&](field_info const& f) { return !detail::is_omitted<M>(f.name, options_.omit); };
        return out.write_member("model", [&] { return out.write(model_info_of<M>().name); }) &&
            out.write_member("pk", [&] { return detail::encode(out, key_of(m)); }) && out.write_member("fields", [&] {
                return out.write_object([&] { return detail::write_fields(out, m, wanted); });
            });
    });
}

inline result<void> fixture_writer::add_row(std::string_view model_name, std::string_view pk,
                                            std::span<std::pair<std::string_view, std::string> const> fields)
{
    return add_object([&](detail::python_text_sink& out) {
        auto const write_fields = [&] {
            for (auto const& [name, json] : fields)
                if (!out.write_member(name, [&] { return out.write_raw(json); }))
                    return false;
            return true;
        };
        return out.write_member("model", [&] { return out.write(model_name); }) &&
            out.write_member("pk", [&] { return out.write_raw(pk); }) &&
            out.write_member("fields", [&] { return out.write_object(write_fields); });
    });
}

inline void fixture_writer::finish() { out_ += options_.indent != 0 ? "\n]\n" : "]"; }

template<class... Rows>
std::string to_fixture(fixture_options const& options, Rows const&... rows)
{
    std::string    out;
    fixture_writer writer(out, options);
    (detail::add_all(writer, rows), ...);
    writer.finish();
    return out;
}

template<class First, class... Rows>
    requires(!std::same_as<First, fixture_options>)
std::string to_fixture(First const& first, Rows const&... rows)
{
    return to_fixture(fixture_options{}, first, rows...);
}

template<model... Models>
template<class Fn>
void fixture<Models...>::for_each(Fn&& fn) const
{
    auto const call = [&]<class M>(place const& at, std::vector<M> const& rows) { fn(rows[at.row]); };
    for (place const& at : order_) {
        std::size_t i = 0;
        ((i++ == at.model ? call(at, rows<Models>()) : void()), ...);
    }
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_FIXTURE_HPP
