// SPDX-License-Identifier: BSL-1.0
// What we say of every model and every field, against what Django says of the original: the `meta` cases of
// tests/reference/behaviour.json, printed by Django 3.2.
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>
#include <ssot/reflect.hpp>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <support/django_meta.hpp>
#include <support/random_records.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace {

namespace js = boost::json;

/// The folder tests/reference: from the build, or else as seen from this file.
std::string reference_dir()
{
#ifdef SSOT_TEST_REFERENCE_DIR
    return SSOT_TEST_REFERENCE_DIR;
#else
    std::string const here = __FILE__;
    return here.substr(0, here.rfind("unit")) + "reference";
#endif
}

js::value read_file(std::string const& name)
{
    std::ifstream     in(reference_dir() + "/" + name, std::ios::binary);
    std::string const text{std::istreambuf_iterator<char>(in), {}};
    BOOST_TEST_REQUIRE(!text.empty(), name << " is missing");
    return js::parse(text);
}

/// The `expected` of every `meta` case, by the model's label.
std::map<std::string, js::object> django_meta()
{
    std::map<std::string, js::object> out;
    auto const                        file = read_file("behaviour.json");
    for (auto const& c : file.as_array())
        if (c.at("input").at("op") == "meta")
            out[c.at("input").at("model").as_string().c_str()] = c.at("expected").as_object();
    return out;
}

using ssot_test::as_django;
using ssot_test::django_default;
using ssot_test::django_on_delete;
using ssot_test::django_type;

void check_field(ssot::field_info const& ours, js::object const& django)
{
    auto const printed = as_django(ours);
    BOOST_TEST_CONTEXT("field " << ours.name)
    {
        BOOST_TEST(printed.size() == django.size(), "Django prints other keys");
        for (auto const& member : django) {
            auto const* const mine = printed.if_contains(member.key());
            BOOST_TEST_REQUIRE(mine != nullptr, member.key());
            BOOST_TEST((*mine == member.value()),
                       member.key() << " is " << js::serialize(*mine) << ", for Django " << js::serialize(member.value()));
        }
    }
}

/// Fields of ours that the stand-in of the vectors does not have: those of Nautobot 3's JobResult.
bool may_be_extra(std::string_view label, std::string_view field)
{
    static std::set<std::string_view> const extra = {"date_started",
                                                     "result",
                                                     "worker",
                                                     "task_args",
                                                     "task_kwargs",
                                                     "celery_kwargs",
                                                     "traceback",
                                                     "meta",
                                                     "scheduled_job",
                                                     "debug_log_count",
                                                     "success_log_count",
                                                     "info_log_count",
                                                     "warning_log_count",
                                                     "error_log_count"};
    return label == "extras.JobResult" && extra.count(field) == 1;
}

template<class M>
void check_model(std::map<std::string, js::object> const& meta)
{
    auto const& info = ssot::model_info_of<M>();
    BOOST_TEST_CONTEXT("model " << info.label)
    {
        auto const found = meta.find(std::string(info.label));
        BOOST_TEST_REQUIRE((found != meta.end()), "Django has no such model");
        auto const& django = found->second;

        BOOST_TEST(info.label == std::string_view(django.at("label").as_string()));
        BOOST_TEST(info.name == std::string_view(django.at("label_lower").as_string()));
        BOOST_TEST(info.app_label == std::string_view(django.at("app_label").as_string()));
        BOOST_TEST(info.model == std::string_view(django.at("model_name").as_string()));
        BOOST_TEST(info.table == std::string_view(django.at("db_table").as_string()));
        BOOST_TEST(info.verbose_name == std::string_view(django.at("verbose_name").as_string()));
        BOOST_TEST(info.verbose_name_plural == std::string_view(django.at("verbose_name_plural").as_string()));
        BOOST_TEST(info.label == std::string(info.app_label) + "." + std::string(info.class_name));
        js::array ordering;
        for (auto const name : info.ordering)
            ordering.push_back(js::string(name));
        BOOST_TEST((ordering == django.at("ordering")), js::serialize(ordering));

        // The fields, in Django's order; ours may have more in between where the stand-in has fewer.
        auto const  fields = ssot::fields_of<M>();
        std::size_t at     = 0;
        for (auto const& field : django.at("fields").as_array()) {
            auto const name = std::string_view(field.at("name").as_string());
            while (at != fields.size() && fields[at].name != name && may_be_extra(info.label, fields[at].name))
                ++at;
            BOOST_TEST_REQUIRE(at != fields.size(), name << " is missing");
            BOOST_TEST_REQUIRE(fields[at].name == name);
            check_field(fields[at++], field.as_object());
        }
        for (; at != fields.size(); ++at)
            BOOST_TEST(may_be_extra(info.label, fields[at].name), fields[at].name << " is unknown to Django");
    }
}

template<class Types>
void check_models()
{
    auto const  meta  = django_meta();
    std::size_t count = 0;
    ssot_test::for_each_model<Types>([&]<class M>(std::type_identity<M>) {
        check_model<M>(meta);
        ++count;
    });
    BOOST_TEST(count == meta.size(), "Django has a model that we do not");
    BOOST_TEST(count == 7u);
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(model)
BOOST_AUTO_TEST_SUITE(meta)

BOOST_AUTO_TEST_CASE(default_types_agree_with_django) { check_models<ssot::default_types>(); }
BOOST_AUTO_TEST_CASE(raw_types_agree_with_django) { check_models<ssot::raw_types>(); }
BOOST_AUTO_TEST_CASE(lenient_types_agree_with_django) { check_models<ssot::lenient_types>(); }

BOOST_AUTO_TEST_CASE(what_the_stand_in_lacks)
{
    // By the fact sheet, section 2.3.
    using result = ssot::job_result;
    using ssot::field_info_of;
    BOOST_TEST(django_type(field_info_of<&result::date_started>) == "DateTimeField");
    BOOST_TEST(!field_info_of<&result::date_started>.options.auto_now_add);
    BOOST_TEST(field_info_of<&result::worker>.options.max_length == 100u);
    BOOST_TEST(field_info_of<&result::worker>.nullable);
    BOOST_TEST(django_type(field_info_of<&result::traceback>) == "TextField");
    BOOST_TEST(field_info_of<&result::traceback>.nullable);
    BOOST_TEST(django_default(field_info_of<&result::task_args>.options.default_value) == "list");
    BOOST_TEST(django_default(field_info_of<&result::task_kwargs>.options.default_value) == "dict");
    BOOST_TEST(django_default(field_info_of<&result::celery_kwargs>.options.default_value) == "dict");
    BOOST_TEST(field_info_of<&result::meta>.nullable);
    BOOST_TEST(!field_info_of<&result::result>.options.editable);
    BOOST_TEST(django_on_delete(field_info_of<&result::scheduled_job>.on_delete) == "SET_NULL");
}

BOOST_AUTO_TEST_SUITE_END()
BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
