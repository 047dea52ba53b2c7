// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_BOOST_OBVIOUS_HPP
#define BENCH_JSON_PEERS_BOOST_OBVIOUS_HPP

// Boost.JSON as its documentation uses it: a value is built or parsed, then fields are converted.

#include "../boost_values.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace bench {

class boost_obvious {
public:
    using entry = dom_entry;
    using sync  = dom_sync;

    std::string_view write_lines(std::vector<entry> const& entries)
    {
        out_.clear();
        for (auto const& v : entries) {
            out_ += boost::json::serialize(to_value(v));
            out_ += '\n';
        }
        return out_;
    }
    std::string_view write_array(std::vector<entry> const& entries)
    {
        boost::json::array all;
        all.reserve(entries.size());
        for (auto const& v : entries)
            all.push_back(to_value(v));
        return out_ = boost::json::serialize(all);
    }

    std::vector<entry> read_lines(std::string const& text)
    {
        std::vector<entry> out;
        out.reserve(text.size() / 400);
        for (std::string_view rest = text; !rest.empty();) {
            auto const size = rest.find('\n');
            out.push_back(entry_from(boost::json::parse({rest.data(), size})));
            rest.remove_prefix(size + 1);
        }
        return out;
    }
    std::vector<entry> read_array(std::string const& text)
    {
        auto const         all = boost::json::parse(text);
        std::vector<entry> out;
        out.reserve(all.as_array().size());
        for (auto const& v : all.as_array())
            out.push_back(entry_from(v));
        return out;
    }

    entry round_trip(entry const& v)
    {
        out_ = boost::json::serialize(to_value(v));
        return entry_from(boost::json::parse(out_));
    }

    std::string_view write_sync(sync const& v) { return out_ = boost::json::serialize(to_value(v)); }
    sync             read_sync(std::string const& text)
    {
        auto const  v = boost::json::parse(text);
        auto const& o = v.as_object();
        return sync_from(o, copy_of(o.at("diff")), unless_null(o.at("summary"), copy_of));
    }

private:
    std::string out_{};
};

} // namespace bench

#endif // BENCH_JSON_PEERS_BOOST_OBVIOUS_HPP
