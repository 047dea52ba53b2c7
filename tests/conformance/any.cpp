// SPDX-License-Identifier: BSL-1.0
#include "../../docs/examples/folder_backend.hpp"
#include "../support/table_scan_backend.hpp"
#include "backends.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace ssot_test {

int run_any(int argc, char const* const* argv, source<any_backend> const& from)
{
    return ssot::conformance::detail::run_program<any_backend>(argc, argv, from);
}

report examine_any(source<any_backend> const& from, run_options const& options, std::ostream& out)
{
    return ssot::conformance::examine<any_backend>(from, options, out);
}

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

source<any_backend> source_of(std::string_view backend)
{
    using ssot::conformance::make_source;
    if (backend == "memory")
        return make_source<any_backend>([] { return any_backend(memory()); });
    if (backend == "archetype")
        return make_source<any_backend>([] { return any_backend::make<table_scan_backend>(); });
    auto const folders = std::make_shared<scratch>();
    return make_source<any_backend>([folders] { return any_backend(acme::folder_backend(folders->another())); },
                                    [folders](any_backend&& open) {
                                        {
                                            auto const closed = std::move(open);
                                        }
                                        return any_backend(acme::folder_backend(folders->last()));
                                    });
}

} // namespace ssot_test

template std::span<ssot::conformance::behaviour<ssot::storage::any_backend> const>
ssot::conformance::behaviours<ssot::storage::any_backend>();
template ssot::conformance::verdict
ssot::conformance::judge<ssot::storage::any_backend>(behaviour<ssot::storage::any_backend> const&,
                                                     source<ssot::storage::any_backend> const&, std::uint64_t);
