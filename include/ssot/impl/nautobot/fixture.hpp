// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_NAUTOBOT_FIXTURE_HPP
#define SSOT_IMPL_NAUTOBOT_FIXTURE_HPP

#include <ssot/nautobot/fixture.hpp>

#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/nautobot/django/fixture_rows.hpp>
#include <ssot/detail/nautobot/python/text_sink.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace ssot::nautobot {

namespace detail {

using namespace ssot::detail;

/// Whether a field is left out: its full name is among `omit`.
bool is_omitted(std::string_view model_name, std::string_view field, std::vector<std::string_view> const& omit);

/// Reads a fixture into the tables, all of it or nothing.
result<void> load_fixture(std::string_view text, django::fixture_rows& rows, fixture_read_options const& options);

/// The members of a model but its key, for which `wanted(info)` is true.
template<model M, class Wanted>
bool write_fields(python::text_sink& out, M const& m, Wanted&& wanted)
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

template<class Write>
result<void> fixture_writer::add_object(Write&& write)
{
    auto const                before = begin_object();
    detail::python::text_sink sink(out_, layout());
    bool const                written = sink.write_object([&] { return write(sink); });
    return end_object(written, sink, before);
}

template<model M>
result<void> fixture_writer::add(M const& m)
{
    return add_object([&](detail::python::text_sink& out) {
        auto const wanted = [&](field_info const& f) {
            return !detail::is_omitted(model_info_of<M>().name, f.name, options_.omit);
        };
        return out.write_member("model", [&] { return out.write(model_info_of<M>().name); }) &&
            out.write_member("pk", [&] { return detail::encode(out, key_of(m)); }) && out.write_member("fields", [&] {
                return out.write_object([&] { return detail::write_fields(out, m, wanted); });
            });
    });
}

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
    auto const call = [&]<class M>(place const& where, std::vector<M> const& rows) { fn(rows[where.row]); };
    for (place const& where : order_) {
        std::size_t i = 0;
        ((i++ == where.model ? call(where, rows<Models>()) : void()), ...);
    }
}

template<model M, class Handler>
fixture_reader& fixture_reader::on(Handler handler)
{
    auto call = [h = std::move(handler)](M& m) mutable -> result<void> {
        if constexpr (std::is_void_v<std::invoke_result_t<Handler&, M&>>) {
            h(m);
        } else {
            auto done = h(m);
            if (!done)
                return std::move(done).error();
        }
        return {};
    };
    rows_.tables.push_back(std::make_unique<detail::django::typed_fixture_table<M>>(std::move(call)));
    return *this;
}

template<model... Models>
result<fixture<Models...>> from_fixture(std::string_view text, fixture_read_options const& options)
{
    detail::django::fixture_rows rows;
    (rows.tables.push_back(std::make_unique<detail::django::typed_fixture_table<Models>>(nullptr)), ...);
    if (auto loaded = detail::load_fixture(text, rows, options); !loaded)
        return std::move(loaded).error();
    fixture<Models...> out;
    std::size_t        t = 0;
    ((out.template rows<Models>() =
          std::move(static_cast<detail::django::typed_fixture_table<Models>&>(*rows.tables[t++]).rows())),
     ...);
    for (auto const& place : rows.order)
        out.order_.push_back({place.table, place.row});
    return out;
}

} // namespace ssot::nautobot

#endif // SSOT_IMPL_NAUTOBOT_FIXTURE_HPP
