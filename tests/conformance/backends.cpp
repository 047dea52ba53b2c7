// SPDX-License-Identifier: BSL-1.0
#include "backends.hpp"

#include <ssot/storage/memory.hpp>
#ifdef SSOT_TEST_SQLITE
#include <ssot/storage/sqlite.hpp>
#endif

#include "../../docs/examples/folder_backend.hpp"
#include "../support/nested_backend.hpp"
#include "../support/sql_like_backend.hpp"
#include "../support/table_scan_backend.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace ssot_test {

namespace {

/// Folders below one that goes at the end.
class scratch {
public:
    scratch()
    {
        // In memory where that is possible: what is judged here is what is written, not the disk.
        std::filesystem::path const shm   = "/dev/shm";
        auto const                  place = ::access(shm.c_str(), W_OK) == 0 ? shm : std::filesystem::temp_directory_path();
        auto                        name  = (place / "ssot_conformance_XXXXXX").string();
        root_                             = ::mkdtemp(name.data()) ? name : throw std::runtime_error("no temporary folder");
    }
    scratch(scratch const&)            = delete;
    scratch& operator=(scratch const&) = delete;
    ~scratch()
    {
        std::error_code none;
        std::filesystem::remove_all(root_, none);
    }

    /// Another folder; the one before it is not needed any more than the last few.
    std::filesystem::path another()
    {
        std::error_code none;
        if (made_ >= kept)
            std::filesystem::remove_all(root_ / std::to_string(made_ - kept), none);
        return root_ / std::to_string(made_++);
    }
    std::filesystem::path last() const { return root_ / std::to_string(made_ - 1); }

private:
    static constexpr std::size_t kept = 4;
    std::filesystem::path        root_;
    std::size_t                  made_ = 0;
};

} // namespace

source source_of(std::string_view backend)
{
    using ssot::conformance::make_source;
    if (backend == "memory")
        return make_source<ssot::storage::memory>([] { return ssot::storage::memory(); });
    if (backend == "archetype")
        return make_source<table_scan_backend>([] { return table_scan_backend(); });
    if (backend == "nested")
        return make_source<nested_backend>([] { return nested_backend(); },
                                           [](nested_backend&& open) { return std::move(open); });
    if (backend == "sql_like")
        return make_source<sql_like_backend>([] { return sql_like_backend(); },
                                             [](sql_like_backend&& open) { return std::move(open); });
    auto const folders = std::make_shared<scratch>();
#ifdef SSOT_TEST_SQLITE
    if (backend == "sqlite") {
        auto const file = [](std::filesystem::path const& folder) {
            return ssot::storage::sqlite((folder / "rows.db").string());
        };
        return make_source<ssot::storage::sqlite>(
            [=] {
                auto const folder = folders->another();
                std::filesystem::create_directory(folder);
                return file(folder);
            },
            [=](ssot::storage::sqlite&& open) {
                open = ssot::storage::sqlite(std::string()); // closes the file, since a copy would share it
                return file(folders->last());
            });
    }
#endif
    return make_source<acme::folder_backend>([folders] { return acme::folder_backend(folders->another()); },
                                             [folders](acme::folder_backend&& open) {
                                                 {
                                                     auto const closed = std::move(open);
                                                 }
                                                 return acme::folder_backend(folders->last());
                                             });
}

} // namespace ssot_test
