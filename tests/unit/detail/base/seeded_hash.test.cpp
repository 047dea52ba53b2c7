// SPDX-License-Identifier: BSL-1.0
// That nobody can choose values that share a hash, and that equal values do.

#include <ssot/detail/base/seeded_hash.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ssot_test {

using hasher = ssot::detail::seeded_hash;

/// The most values whose hashes have the same last 16 bits, which is what a table of that many places looks at.
std::size_t most_in_one_place(std::vector<std::size_t> const& hashes)
{
    std::vector<std::size_t> places(65'536);
    for (auto const h : hashes)
        ++places[h % places.size()];
    return *std::ranges::max_element(places);
}

BOOST_AUTO_TEST_SUITE(detail)
BOOST_AUTO_TEST_SUITE(seeded_hash)

BOOST_AUTO_TEST_CASE(uuids_that_collide_without_a_seed_do_not)
{
    hasher const             hash;
    std::vector<std::size_t> hashes;
    for (std::uint64_t i = 1; i <= 64'000; ++i) { // all zero when the halves are multiplied and joined without a seed
        std::uint64_t const last = i * 0x9e37'79b9'7f4a'7c15;
        ssot::uuid          id{};
        std::memcpy(id.data, &i, 8);
        std::memcpy(id.data + 8, &last, 8);
        hashes.push_back(hash(id));
    }
    BOOST_TEST(most_in_one_place(hashes) < 32u);
    std::ranges::sort(hashes);
    BOOST_TEST((std::ranges::adjacent_find(hashes) == hashes.end()));
}

BOOST_AUTO_TEST_CASE(numbers_and_texts_in_a_row_are_spread)
{
    hasher const                            hash;
    std::array<std::vector<std::size_t>, 4> hashes;
    for (std::uint64_t i = 0; i != 64'000; ++i) {
        hashes[0].push_back(hash(i));
        hashes[1].push_back(hash(i << 40));
        hashes[2].push_back(hash(std::to_string(i)));
        hashes[3].push_back(hash(std::string(i % 100, 'x') + std::to_string(i)));
    }
    for (auto const& of : hashes)
        BOOST_TEST(most_in_one_place(of) < 32u);
}

BOOST_AUTO_TEST_CASE(texts_differ_by_each_byte_and_by_their_length)
{
    hasher const          hash;
    std::set<std::size_t> seen;
    std::size_t           texts = 0;
    for (std::size_t size = 0; size != 40; ++size) {
        std::string text(size, '\0');
        seen.insert(hash(text));
        ++texts;
        for (char& c : text) {
            c = 1;
            seen.insert(hash(text));
            ++texts;
            c = 0;
        }
    }
    BOOST_TEST(seen.size() == texts);
}

BOOST_AUTO_TEST_CASE(equal_values_have_equal_hashes_in_one_process)
{
    std::string const text = "some longer text, of many words";
    BOOST_TEST(hasher()(text) == hasher()(std::string_view(text)));
    ssot::uuid id{};
    std::memcpy(id.data, "0123456789abcdef", 16);
    BOOST_TEST(hasher()(id) == hasher().of_16_bytes("0123456789abcdef"));
    BOOST_TEST(hasher().combine(1, 2) != hasher().combine(2, 1));
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
