// SPDX-License-Identifier: BSL-1.0
#ifndef BENCH_JSON_PEER_HPP
#define BENCH_JSON_PEER_HPP

// What the program does with a peer. A peer is a class with those of these functions that it can do:
//
//   std::string_view   write_lines(std::vector<entry> const&);   // the text stays valid until the next call
//   std::string_view   write_array(std::vector<entry> const&);
//   std::vector<entry> read_lines(std::string const&);
//   std::vector<entry> read_array(std::string const&);
//   entry              round_trip(entry const&);                 // to text and back
//   std::string_view   write_sync(sync const&);
//   sync               read_sync(std::string const&);
//   sync               read_sync_into(std::string const&, boost::json::storage_ptr);
//
// It keeps its buffers and parsers between calls.

#include "checker.hpp"
#include "data.hpp"

#include <functional>

namespace bench {

struct peer {
    std::function<void(checker&)> check{};   ///< compares everything that the peer reads and writes
    std::function<void()>         measure{}; ///< registers its benchmarks, as SCENARIO/NAME
};

// One in each file of peers/.
peer ours_raw(data const& original);
peer ours_default(data const& original);
peer ours_memory(data const& original);
peer boost_obvious_peer(data const& original);
peer boost_tuned_peer(data const& original);
peer boost_memory_peer(data const& original);
peer nlohmann_peer(data const& original);
peer rapidjson_peer(data const& original);
peer simdjson_peer(data const& original);

} // namespace bench

#endif // BENCH_JSON_PEER_HPP
