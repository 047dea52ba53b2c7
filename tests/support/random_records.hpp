// SPDX-License-Identifier: BSL-1.0
#ifndef SSOT_TESTS_SUPPORT_RANDOM_RECORDS_HPP
#define SSOT_TESTS_SUPPORT_RANDOM_RECORDS_HPP

// Random valid records of every model in every `Types`, from a seed, the same everywhere. They lean to the edges: all
// fields absent, all present, the first and last year, int64's ends, U+0000 and U+10FFFF, empty and longest texts, odd
// documents.
//
//   ssot_test::random_records<ssot::default_types> records{42};
//   ssot::sync const a = records.make<ssot::sync>();

#include <ssot/json/text.hpp>
#include <ssot/model/content_type.hpp>
#include <ssot/model/job.hpp>
#include <ssot/model/job_result.hpp>
#include <ssot/model/secrets_group.hpp>
#include <ssot/model/servicenow_config.hpp>
#include <ssot/model/sync.hpp>
#include <ssot/model/sync_log_entry.hpp>

#include "plain_json.hpp"
#include "random_source.hpp"

#include <boost/json/value.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>

namespace ssot_test {

/// Every model made of `Types`.
template<class Types>
using all_models = std::tuple<ssot::basic_sync<Types>, ssot::basic_sync_log_entry<Types>, ssot::basic_job_result<Types>,
                              ssot::basic_job<Types>, ssot::basic_content_type<Types>, ssot::basic_secrets_group<Types>,
                              ssot::basic_servicenow_config<Types>>;

/// Calls `fn(std::type_identity<M>{})` for each of them.
template<class Types, class Fn>
void for_each_model(Fn&& fn)
{
    [&]<class... M>(std::type_identity<std::tuple<M...>>) {
        (fn(std::type_identity<M>{}), ...);
    }(std::type_identity<all_models<Types>>{});
}

/// What a store may not be able to hold can be switched off.
struct record_limits {
    bool        nul       = true; ///< U+0000 in texts, which PostgreSQL refuses
    bool        beyond    = true; ///< integers beyond int64 in documents
    bool        messy     = true; ///< raw documents in any spelling, not the canonical one
    std::size_t max_depth = 512;  ///< of documents
};

template<class Types>
class random_records {
public:
    explicit random_records(std::uint64_t seed, record_limits limits = {}) : random_(seed), limits_(limits) {}

    template<class M>
    M make()
    {
        auto const chance = random_.below(8);
        shape_            = chance == 0 ? shape::empty : chance == 1 ? shape::full : shape::mixed;
        M out             = ssot::make_blank<M>();
        fill(out);
        return out;
    }

    /// A document that is not null.
    boost::json::value dom()
    {
        if (random_.one_in(200))
            return deep(limits_.max_depth);
        if (random_.one_in(8))
            return boost::json::object();
        boost::json::value out = any(4);
        return out.is_null() ? boost::json::value(boost::json::array()) : out;
    }

    random_source& random() noexcept { return random_; }

private:
    enum class shape { empty, full, mixed };

    // ---- models -------------------------------------------------------------------------------------------------------

    void fill(ssot::basic_sync<Types>& m)
    {
        m.id     = id();
        m.source = text(64, 1);
        m.target = text(64, 1);
        maybe(m.start_time, [&] { return timestamp(); });
        for (auto* phase : {&m.source_load_time, &m.target_load_time, &m.diff_time, &m.sync_time})
            maybe(*phase, [&] { return duration(); });
        for (auto* bytes : {&m.source_load_memory_final,
                            &m.source_load_memory_peak,
                            &m.target_load_memory_final,
                            &m.target_load_memory_peak,
                            &m.diff_memory_final,
                            &m.diff_memory_peak,
                            &m.sync_memory_final,
                            &m.sync_memory_peak})
            maybe(*bytes, [&] { return positive<std::int64_t>(); });
        m.dry_run = random_.one_in(2);
        m.diff    = document();
        maybe(m.summary, [&] { return document(); });
        maybe(m.job_result, [&] { return key_of<ssot::basic_job_result<Types>>(); });
    }

    void fill(ssot::basic_sync_log_entry<Types>& m)
    {
        using action = ssot::sync_log_entry_action;
        using status = ssot::sync_log_entry_status;
        m.id         = id();
        m.sync       = key_of<ssot::basic_sync<Types>>();
        m.timestamp  = timestamp();
        m.action     = choice<decltype(m.action)>({action::no_change, action::create, action::update, action::delete_}, 32);
        m.status     = choice<decltype(m.status)>({status::success, status::failure, status::error}, 32);
        maybe(m.diff, [&] { return document(); });
        maybe(m.synced_object_type,
              [&] { return ssot::key_to<ssot::basic_content_type<Types>, std::int64_t>{positive<std::int64_t>()}; });
        maybe(m.synced_object_id, [&] { return id(); });
        m.object_repr = text(200);
        m.message     = text(2'000);
    }

    void fill(ssot::basic_job_result<Types>& m)
    {
        using status = ssot::job_result_status;
        m.id         = id();
        maybe(m.job_model, [&] { return key_of<ssot::basic_job<Types>>(); });
        m.name = text(255, 1);
        maybe(m.task_name, [&] { return text(255, 1); });
        m.date_created = timestamp();
        maybe(m.date_started, [&] { return timestamp(); });
        maybe(m.date_done, [&] { return timestamp(); });
        maybe(m.user, [&] { return id(); });
        m.status = choice<decltype(m.status)>({status::failure,
                                               status::pending,
                                               status::received,
                                               status::retry,
                                               status::revoked,
                                               status::started,
                                               status::success},
                                              30);
        maybe(m.result, [&] { return document(); });
        maybe(m.worker, [&] { return text(100, 1); });
        m.task_args     = document();
        m.task_kwargs   = document();
        m.celery_kwargs = document();
        maybe(m.traceback, [&] { return text(2'000); });
        maybe(m.meta, [&] { return document(); });
        maybe(m.scheduled_job, [&] { return id(); });
        for (auto* count :
             {&m.debug_log_count, &m.success_log_count, &m.info_log_count, &m.warning_log_count, &m.error_log_count})
            maybe(*count, [&] { return positive<std::int32_t>(); });
    }

    void fill(ssot::basic_job<Types>& m)
    {
        m.id             = id();
        m.module_name    = text(255, 1);
        m.job_class_name = text(255, 1);
        m.name           = text(255, 1);
    }

    void fill(ssot::basic_content_type<Types>& m)
    {
        m.id        = positive<std::int64_t>();
        m.app_label = text(100, 1);
        m.model     = text(100, 1);
    }

    void fill(ssot::basic_secrets_group<Types>& m)
    {
        m.id          = id();
        m.name        = text(255, 1);
        m.description = text(255);
    }

    void fill(ssot::basic_servicenow_config<Types>& m)
    {
        m.id                  = id();
        m.servicenow_instance = text(100);
        maybe(m.servicenow_secrets, [&] { return key_of<ssot::basic_secrets_group<Types>>(); });
    }

    // ---- values -------------------------------------------------------------------------------------------------------

    template<class T, class Make>
    void maybe(std::optional<T>& out, Make&& make)
    {
        if (shape_ == shape::full || (shape_ == shape::mixed && random_.one_in(2)))
            out = T(make());
    }

    bool at_an_edge() { return shape_ == shape::full ? random_.one_in(2) : random_.one_in(6); }

    ssot::uuid id()
    {
        ssot::uuid out{};
        do
            for (auto& byte : out.data)
                byte = static_cast<std::uint8_t>(random_.bits());
        while (out.is_nil());
        if (random_.one_in(50))
            for (auto& byte : out.data)
                byte = 0xff;
        return out;
    }

    template<class M>
    ssot::key_to<M> key_of()
    {
        return {id()};
    }

    typename Types::text text(std::size_t max, std::size_t min = 0)
    {
        auto const out = random_.text(max, min, limits_.nul);
        return typename Types::text(out.begin(), out.end());
    }

    template<class T>
    T positive()
    {
        constexpr T last = std::numeric_limits<T>::max();
        if (at_an_edge())
            return random_.pick<T>({0, 1, last, last - 1, last / 2, last / 2 + 1});
        return static_cast<T>(random_.of_any_size() & static_cast<std::uint64_t>(last));
    }

    ssot::timestamp timestamp()
    {
        using us        = std::chrono::microseconds;
        auto const low  = ssot::min_timestamp.time_since_epoch().count();
        auto const high = ssot::max_timestamp.time_since_epoch().count();
        if (at_an_edge())
            return ssot::timestamp(us(random_.pick<std::int64_t>(
                {low, low + 1, high, high - 1, 0, 1, -1, 999'999, -999'999, 1'000'000, -1'000'000, 951'782'400'000'000})));
        auto const any = random_.between(low, high);
        return ssot::timestamp(us(random_.one_in(3) ? any / 1'000'000 * 1'000'000 : any));
    }

    ssot::duration duration()
    {
        using limits = std::numeric_limits<std::int64_t>;
        if (at_an_edge())
            return ssot::duration(random_.pick<std::int64_t>({0,
                                                              1,
                                                              -1,
                                                              limits::max(),
                                                              limits::min(),
                                                              limits::min() + 1,
                                                              86'400'000'000,
                                                              -86'400'000'000,
                                                              999'999,
                                                              -1'000'000}));
        auto const size = static_cast<std::int64_t>(random_.of_any_size() >> 1);
        return ssot::duration(random_.one_in(3) ? -size : size);
    }

    template<class T, class E>
    T choice(std::initializer_list<E> values, std::size_t max_length)
    {
        if constexpr (!std::is_same_v<T, E>) {
            if (random_.one_in(6))
                return T::from_text(random_.one_in(2) ? "unknown" : std::string(random_.text(max_length, 1, limits_.nul)));
        }
        return random_.pick(values);
    }

    // ---- documents ----------------------------------------------------------------------------------------------------

    typename Types::document document()
    {
        if constexpr (std::is_same_v<typename Types::document, ssot::raw_json>) {
            auto const v = dom();
            return ssot::raw_json::trusted(limits_.messy ? write_messy(v, random_, false) : ssot::to_json(v));
        } else {
            return dom();
        }
    }

    double real()
    {
        using limits = std::numeric_limits<double>;
        // clang-format off
        if (random_.one_in(2))
            return random_.pick<double>({0.1 + 0.2, 1e308, 5e-324, -0.0, 0.0, 1.0, -1.5, 1e16, 1e15,
                                         123456789012345680.0, 1e22, 1e-5,
                                         1e-4, 1e-7, 9007199254740993.0, limits::max(), limits::lowest(), limits::min(),
                                         limits::epsilon(), 1.0 / 3, 2.2250738585072011e-308, 18446744073709551616.0});
        // clang-format on
        auto const out = std::bit_cast<double>(random_.bits());
        return std::isfinite(out) ? out : 0.5;
    }

    boost::json::value any(unsigned levels)
    {
        switch (random_.below(levels == 0 ? 7 : 10)) {
        case 0: return nullptr;
        case 1: return random_.one_in(2);
        case 2: return static_cast<std::int64_t>(random_.of_any_size());
        case 3:
            if (!limits_.beyond)
                return std::int64_t{9007199254740993};
            return random_.pick<boost::json::value>({std::uint64_t{1} << 63,
                                                     std::numeric_limits<std::uint64_t>::max(),
                                                     std::numeric_limits<std::int64_t>::min(),
                                                     std::numeric_limits<std::int64_t>::max(),
                                                     std::int64_t{9007199254740993}});
        case 4: return real();
        case 5:
        case 6: return boost::json::string(random_.text(40, 0, limits_.nul));
        case 7: {
            boost::json::array out;
            for (auto n = random_.below(5); n != 0; --n)
                out.push_back(any(levels - 1));
            return out;
        }
        default: {
            boost::json::object out;
            for (auto n = random_.below(6); n != 0; --n)
                out[key()] = any(levels - 1);
            return out;
        }
        }
    }

    boost::json::string key()
    {
        switch (random_.below(4)) {
        case 0: return random_.pick<char const*>({"+", "-", "", ".", "a.b", "[0]", "name", "Ü", "null", "\n"});
        case 1: return boost::json::string(random_.text(12, 0, limits_.nul));
        default: return random_.pick<char const*>({"device", "site", "interface", "core-1", "mtu", "enabled", "id"});
        }
    }

    boost::json::value deep(std::size_t levels)
    {
        boost::json::value out = 1;
        for (std::size_t i = 0; i != levels; ++i)
            if (i % 3 == 0)
                out = boost::json::object{{"+", std::move(out)}};
            else
                out = boost::json::array{std::move(out)};
        return out;
    }

    random_source random_;
    record_limits limits_;
    shape         shape_ = shape::mixed;
};

} // namespace ssot_test

#endif // SSOT_TESTS_SUPPORT_RANDOM_RECORDS_HPP
