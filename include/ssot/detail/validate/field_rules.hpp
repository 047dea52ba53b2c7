// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP
#define SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP

// The rules of one field in full, for values that the fast check could not accept. No templates on the model, so that all
// models share this code, which valid models never reach.

#include <ssot/json/document.hpp>
#include <ssot/reflect.hpp>
#include <ssot/validate.hpp>

#include <ssot/detail/base/config.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace ssot::detail {

/// Returns whether a document is not null and satisfies every rule of every profile.
bool fits_every_profile(boost::json::value const& v) noexcept;

/// Raw text is valid JSON, so only an escape can stand for U+0000.
bool fits_every_profile(raw_json const& v) noexcept;

class field_rules {
public:
    field_rules(field_info const& f, validation_options const& options, std::vector<field_problem>& to) noexcept
        : field_(f), strict_(options.profile == validation::strict), ranges_(options.profile != validation::django_sqlite),
          found_(to)
    {
    }

    void add(std::string_view code, std::string_view message);

    void add_too_large();
    void add_blank();
    void add_null();

    /// "Value 'melt' is not a valid choice.", with the value as Python's repr() writes it.
    void add_no_choice(std::string_view repr);

    /// For an enumerator that its choice does not have.
    void add_no_choice(std::int64_t enumerator);

    /// For a value that its codec cannot read back.
    void add_unfit(result<void> const& why);

    /// For an absent optional in the original's profiles: null is allowed, an empty value is not.
    void check_absent();

    /// For a text or the stored text of a choice; `known` tells whether the choice has it.
    void check_text(std::string_view v, bool known);

    void check_range(std::int64_t v);
    void check_range(double v);

    void check_document(boost::json::value const& v);

    /// A number beyond the range of a double is refused in every profile, because such a row could not be written after it
    /// was parsed.
    void check_document(raw_json const& v);

    /// For the JSON that a codec made.
    void check_document_text(std::string_view text);

private:
    void add_document_fault(error const& e);
    void check_empty(bool null);

    field_info const&           field_;
    bool                        strict_;
    bool                        ranges_;
    std::vector<field_problem>& found_;
};

} // namespace ssot::detail

#ifndef SSOT_SEPARATE_COMPILATION
#include <ssot/impl/detail/validate/field_rules.ipp>
#endif

#endif // SSOT_DETAIL_VALIDATE_FIELD_RULES_HPP
