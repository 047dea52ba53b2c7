// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_MODEL_JOB_HPP
#define SSOT_MODEL_JOB_HPP

// A program that Nautobot can run, here one that synchronizes. Source: extras.Job.

#include <ssot/fwd.hpp>
#include <ssot/model/types.hpp>
#include <ssot/reflect.hpp>

#include <boost/describe/class.hpp>

#include <string_view>

namespace ssot {

template<class Types>
struct basic_job {
    static constexpr std::string_view model_name = "extras.job";
    static constexpr std::string_view class_name = "Job";

    uuid                 id = new_id();
    typename Types::text module_name{};    ///< "nautobot_ssot.jobs.examples"; first part of the class path
    typename Types::text job_class_name{}; ///< "ExampleDataSource"
    typename Types::text name{};           ///< Shown to users; unique. All three up to 255 code points.

    friend bool operator==(basic_job const&, basic_job const&) = default;

    BOOST_DESCRIBE_CLASS(basic_job, (), (id, module_name, job_class_name, name), (), ())
};

template<class Types>
constexpr auto describe_fields(model_tag<basic_job<Types>>)
{
    using m = basic_job<Types>;
    return fields(field<&m::module_name>.max_length(255).editable(false).index(),
                  field<&m::job_class_name>.max_length(255).editable(false).index(),
                  field<&m::name>.max_length(255).unique());
}

} // namespace ssot

#endif // SSOT_MODEL_JOB_HPP
