// SPDX-License-Identifier: BSL-1.0
// A process of the tests of `--beside`: `ssot_beside BACKEND FOLDER`.

#include <ssot/storage/memory.hpp>
#include <ssot/testing/conformance.hpp>

#include "../../docs/examples/folder_backend.hpp"
#include "../support/shared_file_backend.hpp"

#include <filesystem>
#include <iterator>
#include <string_view>

int main(int argc, char** argv)
{
    using ssot::conformance::join;
    if (argc != 3)
        return 2;
    std::string_view const      name   = argv[1];
    std::filesystem::path const folder = argv[2];
    if (name == "folder")
        return join<acme::folder_backend>([&] { return acme::folder_backend(folder); });
    if (name == "memory")
        return join<ssot::storage::memory>([] { return ssot::storage::memory(); });
    constexpr std::string_view names[] = {
        "right", "keeps_rows", "locks_nothing", "locks_late", "looks_early", "writes_at_once", "lock_is_a_file"};
    for (std::size_t i = 0; i != std::size(names); ++i)
        if (name == names[i])
            return join<ssot_test::shared_file_backend>(
                [&] { return ssot_test::shared_file_backend(folder, static_cast<ssot_test::sharing>(i)); });
    return 2;
}
