// SPDX-License-Identifier: BSL-1.0
// What a release stored and wrote is opened and read by every later one: tests/reference/stored has a file of SQLite and lines of JSON of
// each, with the same rows.
#include <ssot/json/lines.hpp>
#include <ssot/ssot.hpp>
#include <ssot/storage/sqlite.hpp>

#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <vector>

namespace ssot_test {

/// All rows of a model, in the order of keys, from the lines of a release and from a copy of its file.
template<class M>
void compare_stored(ssot::store& store, std::string const& lines)
{
    std::ifstream     in(lines, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    auto const        wanted = ssot::from_json_lines<M>(text).value();
    auto const        found  = store.select(ssot::from<M>().order_by(ssot::asc<&M::id>)).value();
    BOOST_TEST_REQUIRE(!wanted.empty());
    BOOST_TEST_REQUIRE(found.size() == wanted.size());
    for (std::size_t i = 0; i != wanted.size(); ++i)
        BOOST_TEST(ssot::to_json(*found[i]) == ssot::to_json(wanted[i]));
}

BOOST_AUTO_TEST_SUITE(storage)
BOOST_AUTO_TEST_SUITE(sqlite_stored)

BOOST_AUTO_TEST_CASE(every_release_is_read)
{
    std::string const reference = std::string(SSOT_TEST_REFERENCE_DIR) + "/stored/";
    auto const        copy = std::filesystem::temp_directory_path() / ("ssot_stored_" + std::to_string(::getpid()) + ".db");
    for (std::string const release : {"0.1"}) {
        BOOST_TEST_CONTEXT(release)
        {
            std::filesystem::copy_file(reference + release + ".db", copy, std::filesystem::copy_options::overwrite_existing);
            BOOST_TEST(ssot::storage::sqlite(copy.string()).verify().value().empty());
            ssot::store store(ssot::storage::sqlite(copy.string()),
                              ssot::store_options{.schema = ssot::storage::schema_mode::verify});
            compare_stored<ssot::job_result>(store, reference + release + ".job_results.ndjson");
            compare_stored<ssot::sync>(store, reference + release + ".syncs.ndjson");
            compare_stored<ssot::sync_log_entry>(store, reference + release + ".sync_log_entries.ndjson");
            BOOST_TEST(store.annotated_syncs().value().size() == 3U);
        }
    }
    for (auto const* const end : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        std::filesystem::remove(copy.string() + end, ignored);
    }
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
