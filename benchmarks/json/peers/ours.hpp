// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_OURS_HPP
#define BENCH_JSON_PEERS_OURS_HPP

// This library. It is the only one that checks the UTF-8 of what it writes.

#include <ssot/json/buffer.hpp>
#include <ssot/json/lines.hpp>
#include <ssot/json/text.hpp>

#include "../types.hpp"

#include <boost/json/storage_ptr.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bench {

template<class Types>
class ours {
public:
    using entry = ssot::basic_sync_log_entry<Types>;
    using sync  = ssot::basic_sync<Types>;

    std::string_view write_lines(std::vector<entry> const& entries)
    {
        out_.clear();
        ssot::to_json_lines(entries, out_).value();
        return out_.view();
    }
    std::string_view   write_array(std::vector<entry> const& entries) { return write(entries); }
    std::vector<entry> read_lines(std::string const& text) { return ssot::from_json_lines<entry>(text).value(); }
    std::vector<entry> read_array(std::string const& text) { return ssot::from_json<std::vector<entry>>(text).value(); }
    entry              round_trip(entry const& v) { return ssot::from_json<entry>(write(v)).value(); }

    std::string_view write_sync(sync const& v) { return write(v); }
    sync             read_sync(std::string const& text) { return ssot::from_json<sync>(text).value(); }

private:
    template<class T>
    std::string_view write(T const& v)
    {
        out_.clear();
        ssot::to_json(v, out_).value();
        return out_.view();
    }

    ssot::json_buffer out_{};
};

/// With the DOM of a sync in memory that the caller gives.
class ours_with_memory {
public:
    using sync = dom_sync;

    sync read_sync_into(std::string const& text, boost::json::storage_ptr memory)
    {
        return ssot::from_json<sync>(text, std::move(memory)).value();
    }
};

} // namespace bench

#endif // BENCH_JSON_PEERS_OURS_HPP
