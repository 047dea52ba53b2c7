// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_JSON_VALUE_HPP
#define SSOT_IMPL_JSON_VALUE_HPP

#include <ssot/json/value.hpp>

#include <ssot/detail/json/decode.hpp>
#include <ssot/detail/json/dom_sink.hpp>
#include <ssot/detail/json/dom_source.hpp>
#include <ssot/detail/json/encode.hpp>
#include <ssot/detail/json/record/old_record.hpp>

namespace ssot {

template<class T>
boost::json::value to_value(T const& v)
{
    boost::json::value    out;
    detail::json_dom_sink sink(out);
    if (!detail::encode(sink, v))
        throw exception(sink.take_error());
    return out;
}

template<class T>
result<T> from_value(boost::json::value const& v, read_options const& options)
{
    detail::json_dom_source in(v, options);
    T                       out = detail::make_empty<T>();
    if (!detail::decode(in, out))
        return in.take_error();
    return out;
}

} // namespace ssot

namespace boost::json {

template<ssot::model M>
void tag_invoke(value_from_tag, value& out, M const& m)
{
    out = ssot::to_value(m);
}

template<ssot::model M>
M tag_invoke(value_to_tag<M>, value const& v)
{
    return ssot::from_value<M>(v).value();
}

} // namespace boost::json

#endif // SSOT_IMPL_JSON_VALUE_HPP
