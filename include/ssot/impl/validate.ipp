// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_IMPL_VALIDATE_IPP
#define SSOT_IMPL_VALIDATE_IPP

#include <ssot/validate.hpp>

#include <algorithm>

namespace ssot {

SSOT_DECL bool detail::is_excluded(validation_options const& options, std::string_view field) noexcept
{
    return std::ranges::find(options.exclude, field) != options.exclude.end();
}

SSOT_DECL error to_error(field_problem const& problem)
{
    return error(errc::validation, problem.message).with_path(std::string(problem.field));
}

SSOT_DECL void throw_exception_from_error(std::vector<field_problem> const& problems, boost::source_location const&)
{
    throw exception(problems.empty() ? error(errc::validation) : to_error(problems.front()));
}

} // namespace ssot

#endif // SSOT_IMPL_VALIDATE_IPP
