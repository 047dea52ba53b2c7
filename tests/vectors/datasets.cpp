// SPDX-License-Identifier: BSL-1.0
#include "datasets.hpp"

#include <boost/json/parse.hpp>

#ifdef SSOT_TEST_SQLITE
#include <ssot/storage/sqlite.hpp>
#endif

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <stdexcept>
#include <string>
#include <system_error>

namespace ssot_vectors {

namespace {

std::map<std::pair<std::string, rules>, datasets>& kept()
{
    static std::map<std::pair<std::string, rules>, datasets> all;
    return all;
}

#ifdef SSOT_TEST_SQLITE
/// A folder for files of SQLite, which is removed at the end.
class folder_of_files {
public:
    folder_of_files()
    {
        auto pattern = (std::filesystem::temp_directory_path() / "ssot_vectors_XXXXXX").string();
        if (!::mkdtemp(pattern.data()))
            throw std::runtime_error("no folder can be made for files of SQLite");
        path_ = pattern;
    }
    folder_of_files(folder_of_files const&)            = delete;
    folder_of_files& operator=(folder_of_files const&) = delete;
    ~folder_of_files()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }

    std::string next() { return (path_ / std::to_string(++count_)).string(); }

private:
    std::filesystem::path path_{};
    int                   count_ = 0;
};
#endif

datasets make_datasets(rules by)
{
    datasets out;
    for (auto const& backend : std::span(query_backends).first(chosen_backend() == kept_in::memory ? 2 : 1))
        out.push_back(std::make_unique<dataset>(backend, by));
    return out;
}

template<class M>
std::optional<refusal> add_to_all(datasets const& all, M const& row)
{
    for (auto const& d : all)
        if (auto added = d->add(row); !added)
            return refusal{"store", std::string(d->name) + ": " + std::string(added.error().text())};
    return {};
}

ssot::result<void> as_result(std::optional<refusal> const& refused)
{
    return refused ? ssot::result<void>(ssot::error(ssot::errc::validation, refused->message)) : ssot::result<void>();
}

/// Null when the file cannot be read.
std::unique_ptr<datasets> read_fixture(std::string_view file, rules by)
{
    auto const      wanted = std::string(file);
    auto            path   = vector_folder() / wanted;
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) // a folder of other cases need not bring the rows that they are about
        path = std::filesystem::path(SSOT_TEST_REFERENCE_DIR) / wanted;
    std::ifstream     in(path, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    if (text.empty())
        return nullptr;
    auto       out     = std::make_unique<datasets>(make_datasets(by));
    auto const objects = boost::json::parse(text);
    for (auto const& one : objects.as_array())
        if (one.at("model").as_string() == "contenttypes.contenttype") {
            auto const text_of = [&](char const* name) { return std::string(one.at("fields").at(name).as_string()); };
            if (add_to_all(*out, ssot::content_type{one.at("pk").as_int64(), text_of("app_label"), text_of("model")}))
                return nullptr;
        }
    ssot::nautobot::fixture_reader reader(
        {.models = ssot::unknown_keys::ignore, .check_references = false, .content_types = known_content_types()});
    // Rows come after those that they point at.
    std::vector<std::function<std::optional<refusal>()>> later[3];
    auto const                                           handle = [&]<class M>(int turn) {
        reader.on<M>([&, turn](M const& row) {
            later[turn].push_back([&, saved = row]() mutable {
                auto refused = save(saved, by);
                return refused ? refused : add_to_all(*out, saved);
            });
        });
    };
    handle.operator()<ssot::basic_job<python_types>>(0);
    handle.operator()<ssot::basic_secrets_group<python_types>>(0);
    handle.operator()<result_model>(1);
    handle.operator()<ssot::basic_servicenow_config<python_types>>(1);
    handle.operator()<sync_model>(2);
    if (!reader.read(text))
        return nullptr;
    for (auto& turn : later)
        for (auto& add : turn)
            if (as_result(add()).has_error())
                return nullptr;
    ssot::nautobot::fixture_reader entries(
        {.models = ssot::unknown_keys::ignore, .check_references = false, .content_types = known_content_types()});
    entries.on<entry_model>([&](entry_model row) {
        auto refused = save(row, by);
        return as_result(refused ? refused : add_to_all(*out, row));
    });
    if (!entries.read(text))
        return nullptr;
    return out;
}

} // namespace

kept_in& chosen_backend() noexcept
{
    static auto chosen = kept_in::memory;
    return chosen;
}

ssot::storage::any_backend fresh_backend()
{
#ifdef SSOT_TEST_SQLITE
    if (chosen_backend() == kept_in::sqlite) {
        static folder_of_files        files;
        ssot::storage::sqlite_options options{.path = files.next()};
        options.durability = ssot::storage::durability::process_crash; // no case loses power
        return ssot::storage::any_backend(ssot::storage::sqlite(options));
    }
#endif
    return ssot::storage::any_backend(ssot::storage::memory());
}

std::vector<ssot::content_type> known_content_types()
{
    return {{4, "users", "user"},
            {5, "extras", "job"},
            {6, "extras", "jobresult"},
            {7, "extras", "secretsgroup"},
            {8, "nautobot_ssot", "ssotservicenowconfig"},
            {9, "nautobot_ssot", "sync"},
            {10, "nautobot_ssot", "synclogentry"},
            {1001, "dcim", "device"},
            {1002, "dcim", "location"},
            {1003, "ipam", "prefix"},
            {1004, "virtualization", "virtualmachine"}};
}

std::optional<refusal> load_dataset(boost::json::object const& input, rules by)
{
    auto all = make_datasets(by);
    for (auto const& type : known_content_types())
        if (auto refused = add_to_all(all, type))
            return refused;
    taken_values taken;
    for (auto const& value : input.at("objects").as_array()) {
        auto const&            object = value.as_object();
        std::optional<refusal> refused;
        bool const             known = with_model(std::string_view(object.at("model").as_string()), [&]<class M>() {
            M row   = ssot::make_blank<M>();
            refused = build(row, object, by, taken);
            if (!refused)
                refused = add_to_all(all, row);
        });
        if (!known)
            return refusal{"store", "an unknown model"};
        if (refused)
            return refused;
    }
    kept()[{std::string(input.at("dataset").as_string()), by}] = std::move(all);
    return {};
}

datasets const& dataset_named(std::string_view name, rules by) { return kept()[{std::string(name), by}]; }

datasets const& fixture_named(std::string_view file, rules by)
{
    auto const [at, fresh] = kept().try_emplace({"file " + std::string(file), by});
    if (fresh)
        if (auto read = read_fixture(file, by))
            at->second = std::move(*read);
    return at->second;
}

} // namespace ssot_vectors
