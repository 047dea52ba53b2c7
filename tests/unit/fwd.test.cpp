// SPDX-License-Identifier: BSL-1.0
// Nothing to run: compiling is the test.
#include <ssot/fwd.hpp>

// A header of the user's that only refers to models needs nothing more than this.
namespace fwd_test {

template<class T, class = void>
inline constexpr bool is_complete = false;
template<class T>
inline constexpr bool is_complete<T, decltype(static_cast<void>(sizeof(T)))> = true;

static_assert(!is_complete<ssot::sync>, "names only");
static_assert(is_complete<int>);

struct view {
    virtual ~view()                                     = default;
    virtual int show(ssot::sync const& run)             = 0;
    virtual int show(ssot::sync_log_entry const& entry) = 0;
    virtual int show(ssot::job_result const& result)    = 0;
    virtual int show(ssot::error const& why)            = 0;
};

} // namespace fwd_test

#include <ssot/json/raw_json.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include <type_traits>

namespace {

// The aliases are the models made of the default types, and nothing else.
static_assert(std::is_same_v<ssot::sync, ssot::basic_sync<ssot::default_types>>);
static_assert(!std::is_same_v<ssot::sync, ssot::basic_sync<ssot::raw_types>>);
static_assert(std::is_same_v<ssot::sync_log_entry, ssot::basic_sync_log_entry<ssot::default_types>>);
static_assert(std::is_same_v<ssot::job_result, ssot::basic_job_result<ssot::default_types>>);
static_assert(std::is_same_v<ssot::job, ssot::basic_job<ssot::default_types>>);
static_assert(std::is_same_v<ssot::content_type, ssot::basic_content_type<ssot::default_types>>);
static_assert(std::is_same_v<ssot::secrets_group, ssot::basic_secrets_group<ssot::default_types>>);
static_assert(std::is_same_v<ssot::servicenow_config, ssot::basic_servicenow_config<ssot::default_types>>);

static_assert(std::is_abstract_v<fwd_test::view>);
static_assert(std::is_invocable_v<decltype([](fwd_test::view& v, ssot::sync const& run) { return v.show(run); }),
                                  fwd_test::view&, ssot::sync>,
              "a class declared with names only takes the models");

} // namespace
