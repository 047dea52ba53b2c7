// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEERS_BOOST_MEMORY_HPP
#define BENCH_JSON_PEERS_BOOST_MEMORY_HPP

// Boost.JSON as in boost_tuned, with the documents of a sync left where they were parsed: in memory that the caller gives.

#include "../boost_values.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>
#include <utility>

namespace bench {

class boost_with_memory {
public:
    using sync = dom_sync;

    sync read_sync_into(std::string const& text, boost::json::storage_ptr memory)
    {
        parser_.reset(std::move(memory));
        parser_.write(text.data(), text.size());
        auto  v = parser_.release();
        auto& o = v.as_object();

        std::optional<boost::json::value> summary;
        if (!o.at("summary").is_null())
            summary.emplace(std::move(o.at("summary")));
        return sync_from(o, std::move(o.at("diff")), std::move(summary));
    }

private:
    boost::json::parser parser_{};
};

} // namespace bench

#endif // BENCH_JSON_PEERS_BOOST_MEMORY_HPP
