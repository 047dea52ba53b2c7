// SPDX-License-Identifier: BSL-1.0
#include <ssot/store.hpp>

#include "support/inventory.hpp"
#include "support/random_records.hpp"
#include "support/random_source.hpp"
#include "support/stores.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// Random questions to a store, answered by hand: conditions as plain functions of plain structs in a vector.

namespace {

using inventory::device;
using inventory::rack;
using ssot::field;
using ssot::sync_log_entry;
using ssot_test::key;
using ssot_test::moment;
using ssot_test::opened;
using ssot_test::random_source;

// ---- values as people think of them -----------------------------------------------------------------------------------

/// Documents with the text that they are stored as.
constexpr std::array document_texts{
    "{}", "[]", "null", R"({"a":1})", R"({"A":[1,2.5,"x"]})", R"("text")", "0", R"([{"a":null}])"};

boost::json::value document(std::size_t i) { return boost::json::parse(document_texts[i]); }

/// Something that orders as the stored value does, or nothing. One type for all, so that what compares is compiled once.
using plain_value = std::variant<std::monostate, std::int64_t, double, std::string>;

template<class T>
plain_value plain(T const& v)
{
    if constexpr (ssot::unwrap<T>::nullable)
        return v ? plain(*v) : plain_value();
    else if constexpr (std::is_same_v<T, std::string>)
        return v;
    else if constexpr (std::is_same_v<T, ssot::uuid>)
        return std::string(reinterpret_cast<char const*>(v.data), 16);
    else if constexpr (std::is_same_v<T, ssot::timestamp>)
        return v.time_since_epoch().count();
    else if constexpr (std::is_same_v<T, ssot::duration>)
        return v.count();
    else if constexpr (std::is_enum_v<T>)
        return std::string(ssot::to_wire(v));
    else if constexpr (requires { v.key(); })
        return plain(v.key());
    else if constexpr (std::is_same_v<T, boost::json::value>) {
        for (std::size_t i = 0; i != document_texts.size(); ++i)
            if (document(i) == v)
                return std::string(document_texts[i]);
        return std::string("?");
    } else if constexpr (std::is_floating_point_v<T>)
        return v;
    else
        return static_cast<std::int64_t>(v);
}

bool is_there(plain_value const& v) { return v.index() != 0; }

std::string folded(std::string text)
{
    for (char& c : text)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + 32);
    return text;
}

// ---- questions --------------------------------------------------------------------------------------------------------

/// A condition twice: for the store and by hand.
template<class M>
struct condition {
    ssot::predicate<M>            asked{};
    std::function<bool(M const&)> holds = [](M const&) { return true; };
};

/// A term of an ordering twice: -1, 0 or 1 by hand.
template<class M>
struct ordering {
    ssot::order_term<M>                    asked{};
    std::function<int(M const&, M const&)> compare{};
};

/// A field of `M`, or of the row behind it: `read` gives its value by hand, `samples` give values to compare with.
template<class M>
struct asker {
    std::function<condition<M>(random_source&)> condition_on;
    std::function<ordering<M>(random_source&)>  order_by;
};

template<class M>
using reader = std::function<plain_value(M const&)>;

/// How a field's value stands to another: false for an absent one, whatever is asked.
template<class M>
std::function<bool(M const&)> against(reader<M>   read, bool (*holds)(plain_value const&, plain_value const&),
                                      plain_value other)
{
    return [=](M const& m) {
        auto const have = read(m);
        return is_there(have) && holds(have, other);
    };
}

/// How a field's text stands to another.
template<class M>
std::function<bool(M const&)> text_against(reader<M>   read, bool (*holds)(std::string const&, std::string const&),
                                           std::string other)
{
    return [=](M const& m) {
        auto const have = read(m);
        return is_there(have) && holds(std::get<std::string>(have), other);
    };
}

template<class M>
std::function<bool(M const&)> among(reader<M> read, std::vector<plain_value> values)
{
    return [=](M const& m) {
        auto const have = read(m);
        return is_there(have) && std::ranges::find(values, have) != values.end();
    };
}

template<class M>
std::function<int(M const&, M const&)> in_order(reader<M> read, bool descending, bool null_first)
{
    return [=](M const& a, M const& b) {
        auto const x = read(a);
        auto const y = read(b);
        if (!is_there(x) || !is_there(y))
            return is_there(x) == is_there(y) ? 0 : is_there(x) != null_first ? -1 : 1;
        int const ascending = x < y ? -1 : y < x ? 1 : 0;
        return descending ? -ascending : ascending;
    };
}

/// What a field is asked with, as functions, so that only they are compiled for each field.
template<class M, class Sampled>
struct typed_questions {
    ssot::predicate<M> (*compared)(std::size_t how, Sampled const&); ///< ==, !=, <, <=, >, >=
    ssot::predicate<M> (*absent)();
    ssot::predicate<M> (*among)(std::vector<Sampled> const&);
    ssot::predicate<M> (*searched)(std::size_t how, std::string const&); ///< null for what has no text
    ssot::order_term<M> (*ordered)(bool descending);
};

template<class Sampled>
constexpr bool is_searched =
    std::is_same_v<Sampled, std::string> || std::is_same_v<Sampled, boost::json::value> || std::is_enum_v<Sampled>;

template<class M, class Sampled, auto F, auto... P>
typed_questions<M, Sampled> questions_of()
{
    typed_questions<M, Sampled> q{
        [](std::size_t how, Sampled const& v) -> ssot::predicate<M> {
            constexpr auto f = field<F, P...>;
            switch (how) {
            case 0: return f == v;
            case 1: return f != v;
            case 2: return f < v;
            case 3: return f <= v;
            case 4: return f > v;
            default: return f >= v;
            }
        },
        []() -> ssot::predicate<M> { return is_null(field<F, P...>); },
        [](std::vector<Sampled> const& values) -> ssot::predicate<M> { return in(field<F, P...>, values); },
        nullptr,
        [](bool descending) -> ssot::order_term<M> { return descending ? ssot::desc<F, P...> : ssot::asc<F, P...>; },
    };
    if constexpr (is_searched<Sampled>)
        q.searched = [](std::size_t how, std::string const& needle) -> ssot::predicate<M> {
            constexpr auto f = field<F, P...>;
            return how == 0 ? contains(f, needle) : how == 1 ? icontains(f, needle) : istarts_with(f, needle);
        };
    return q;
}

using seen = plain_value const&;
constexpr std::array<bool (*)(seen, seen), 6> compared_by_hand{[](seen a, seen b) { return a == b; },
                                                               [](seen a, seen b) { return a == b; },
                                                               [](seen a, seen b) { return a < b; },
                                                               [](seen a, seen b) { return a <= b; },
                                                               [](seen a, seen b) { return a > b; },
                                                               [](seen a, seen b) { return a >= b; }};

using text_seen = std::string const&;
constexpr std::array<bool (*)(text_seen, text_seen), 3> searched_by_hand{
    [](text_seen a, text_seen b) { return a.find(b) != std::string::npos; },
    [](text_seen a, text_seen b) { return folded(a).find(folded(b)) != std::string::npos; },
    [](text_seen a, text_seen b) { return folded(a).starts_with(folded(b)); }};

template<class M, class Sampled>
asker<M> asks(typed_questions<M, Sampled> q, reader<M> read, std::function<Sampled(random_source&)> sample)
{
    auto const ask = [=](random_source& random) -> condition<M> {
        auto const v   = sample(random);
        auto const w   = plain(v);
        auto const how = random.below(is_searched<Sampled> ? 11 : 8);
        if (how < 6) {
            auto const holds = against<M>(read, compared_by_hand[how], w);
            if (how == 1)
                return {q.compared(how, v), [=](M const& m) { return !holds(m); }};
            return {q.compared(how, v), holds};
        }
        if (how == 6)
            return {q.absent(), [=](M const& m) { return !is_there(read(m)); }};
        if (how == 7) {
            std::vector<Sampled>     values;
            std::vector<plain_value> plains;
            for (auto n = random.below(4); n != 0; --n) {
                values.push_back(sample(random));
                plains.push_back(plain(values.back()));
            }
            return {q.among(values), among<M>(read, std::move(plains))};
        }
        auto const needle = random.pick<std::string>(
            {"", "a", "A", "s", "%", "\xc3\xa9", "core", "RE", "e", "1", "\"", std::get<std::string>(w)});
        return {q.searched(how - 8, needle), text_against<M>(read, searched_by_hand[how - 8], needle)};
    };
    auto const order = [=](random_source& random) -> ordering<M> {
        bool const descending = random.one_in(2);
        auto       term       = q.ordered(descending);
        bool       null_first = descending;
        switch (random.below(3)) {
        case 0:
            term       = term.nulls_first();
            null_first = true;
            break;
        case 1:
            term       = term.nulls_last();
            null_first = false;
            break;
        default: break;
        }
        return {term, in_order<M>(read, descending, null_first)};
    };
    return {ask, order};
}

/// A member of `M` itself; most values to compare with come from its rows.
template<auto F, class M>
asker<M> own(std::vector<M> const& rows)
{
    using sampled = ssot::unwrap_t<std::remove_cvref_t<decltype(std::declval<M>().*F)>>;
    return asks<M, sampled>(questions_of<M, sampled, F>(),
                            reader<M>([](M const& m) { return plain(m.*F); }),
                            [&rows](random_source& random) -> sampled {
                                auto const& v = rows[random.below(rows.size())].*F;
                                if constexpr (requires { v.has_value(); })
                                    return v.has_value() ? sampled(*v) : sampled();
                                else
                                    return v;
                            });
}

/// A member of the row that the foreign key `Via` points at; `rows_there` are those.
template<auto Via, auto F, class M, class There>
asker<M> behind(std::vector<M> const&, std::vector<There> const& rows_there)
{
    using sampled   = ssot::unwrap_t<std::remove_cvref_t<decltype(std::declval<There>().*F)>>;
    auto const read = [&rows_there](M const& m) -> plain_value {
        auto const& via  = m.*Via;
        using foreign    = ssot::unwrap_t<std::remove_cvref_t<decltype(via)>>;
        foreign const* k = nullptr;
        if constexpr (requires { via.has_value(); })
            k = via ? &*via : nullptr;
        else
            k = &via;
        if (!k)
            return {};
        auto const found = std::ranges::find(rows_there, k->key(), [](auto const& r) { return r.id; });
        return found == rows_there.end() ? plain_value() : plain((*found).*F);
    };
    return asks<M, sampled>(
        questions_of<M, sampled, Via, F>(), reader<M>(read), [&rows_there](random_source& random) -> sampled {
            auto const& v = rows_there[random.below(rows_there.size())].*F;
            if constexpr (requires { v.has_value(); })
                return v.has_value() ? sampled(*v) : sampled();
            else
                return v;
        });
}

template<class M>
condition<M> random_condition(std::vector<asker<M>> const& askers, random_source& random, int depth)
{
    if (depth == 0 || random.one_in(3))
        return askers[random.below(askers.size())].condition_on(random);
    auto const a = random_condition(askers, random, depth - 1);
    switch (random.below(3)) {
    case 0: return {!a.asked, [=](M const& m) { return !a.holds(m); }};
    case 1: {
        auto const b = random_condition(askers, random, depth - 1);
        return {a.asked && b.asked, [=](M const& m) { return a.holds(m) && b.holds(m); }};
    }
    default: {
        auto const b = random_condition(askers, random, depth - 1);
        return {a.asked || b.asked, [=](M const& m) { return a.holds(m) || b.holds(m); }};
    }
    }
}

/// Asks the store `rounds` questions about `rows`, which are in it.
template<class Store, class M>
void ask_at_random(Store& store, std::vector<M> const& rows, std::vector<asker<M>> const& askers, std::uint64_t seed,
                   int rounds)
{
    random_source random(seed);
    std::size_t   found = 0;
    for (int round = 0; round != rounds; ++round) {
        auto const               wanted = random_condition(askers, random, 4);
        auto                     asked  = ssot::from<M>().where(wanted.asked);
        std::vector<ordering<M>> order;
        for (auto n = random.below(4); n != 0; --n)
            order.push_back(askers[random.below(askers.size())].order_by(random));
        switch (order.size()) {
        case 0: // by the key, one way or the other, for there is no default ordering to work out
            order.push_back({random.one_in(2) ? ssot::desc<&M::id> : ssot::asc<&M::id>, {}});
            order[0].compare = [d = order[0].asked.by.desc](M const& a, M const& b) {
                int const c = plain(a.id) < plain(b.id) ? -1 : 1;
                return a.id == b.id ? 0 : d ? -c : c;
            };
            [[fallthrough]];
        case 1: asked = asked.order_by(order[0].asked); break;
        case 2: asked = asked.order_by(order[0].asked, order[1].asked); break;
        default: asked = asked.order_by(order[0].asked, order[1].asked, order[2].asked); break;
        }
        auto const offset = random.one_in(2) ? 0 : random.below(rows.size() / 2);
        auto const limit  = random.one_in(2) ? rows.size() : random.below(20);
        asked             = asked.offset(offset);
        if (limit != rows.size())
            asked = asked.limit(limit);

        std::vector<M const*> right;
        for (auto const& row : rows)
            if (wanted.holds(row))
                right.push_back(&row);
        std::ranges::sort(right, [&](M const* a, M const* b) {
            for (auto const& o : order)
                if (int const c = o.compare(*a, *b); c != 0)
                    return c < 0;
            return plain(a->id) < plain(b->id);
        });
        right.erase(right.begin(), right.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(offset, right.size())));
        right.resize(std::min<std::size_t>(limit, right.size()));

        auto const got = store.select(asked);
        BOOST_TEST_REQUIRE(got.has_value());
        bool same = got->size() == right.size();
        for (std::size_t i = 0; same && i != right.size(); ++i)
            same = (*got)[i] == *right[i];
        if (!same)
            BOOST_ERROR("seed " << seed << ", question " << round << ": " << got->size() << " rows, " << right.size()
                                << " are right, or others");
        if (round % 8 == 0)
            BOOST_TEST(store.count(asked).value() == right.size());
        found += right.size();
    }
    BOOST_TEST(found > static_cast<std::size_t>(rounds), "most questions have an answer");
}

// ---- rows -------------------------------------------------------------------------------------------------------------

struct world {
    std::vector<ssot::content_type> types{};
    std::vector<ssot::job_result>   jobs{};
    std::vector<ssot::sync>         syncs{};
    std::vector<sync_log_entry>     entries{};
    std::vector<rack>               racks{};
    std::vector<device>             devices{};
};

world random_world(std::uint64_t seed)
{
    random_source random(seed);
    auto const    text = [&] {
        return random.pick<std::string>(
            {"a", "A", "core-1", "Core-2", "caf\xc3\xa9", "CAF\xc3\x89", "100%", "s1", "s_1", "z", "\xf0\x9f\x98\x80"});
    };
    auto const doc = [&] {
        auto i = random.below(document_texts.size());
        return document(i == 2 ? 0 : i);
    };
    auto const maybe = [&](auto& out, auto make) {
        if (!random.one_in(3))
            out = make();
    };
    auto const time = [&] { return moment(random.between(-5, 5)); };
    world      w;
    for (int i = 0; i != 4; ++i)
        w.types.push_back({.id = i * 3 + 1, .app_label = text(), .model = text()});
    for (int i = 0; i != 40; ++i) {
        ssot::job_result j{.name = text(), .status = static_cast<ssot::job_result_status>(random.below(7)), .result = {}};
        maybe(j.date_done, time);
        maybe(j.worker, text);
        maybe(j.debug_log_count, [&] { return static_cast<std::int32_t>(random.below(4)); });
        maybe(j.meta, doc);
        w.jobs.push_back(j);
    }
    for (int i = 0; i != 60; ++i) {
        ssot::sync s{.source = text(), .target = text()};
        maybe(s.start_time, time);
        maybe(s.diff_time, [&] { return ssot::duration(random.between(-3, 3)); });
        maybe(s.sync_memory_peak,
              [&] { return random.one_in(8) ? std::numeric_limits<std::int64_t>::max() : random.between(0, 4); });
        s.dry_run = random.one_in(2);
        s.diff    = doc();
        maybe(s.summary, doc);
        maybe(s.job_result, [&] { return ssot::key_to<ssot::job_result>{w.jobs[random.below(w.jobs.size())].id}; });
        w.syncs.push_back(s);
    }
    for (int i = 0; i != 250; ++i) {
        sync_log_entry e{.sync = w.syncs[random.below(w.syncs.size())]};
        e.action = static_cast<ssot::sync_log_entry_action>(random.below(4));
        e.status = static_cast<ssot::sync_log_entry_status>(random.below(3));
        maybe(e.diff, doc);
        maybe(e.synced_object_type,
              [&] { return ssot::key_to<ssot::content_type, std::int64_t>{w.types[random.below(4)].id}; });
        maybe(e.synced_object_id, [&] { return key(static_cast<std::uint8_t>(random.below(4))); });
        e.message = random.one_in(5) ? "" : text();
        w.entries.push_back(e);
    }
    for (int i = 0; i != 50; ++i) {
        rack r{.id = random.one_in(2) ? i - 20 : i + 1'000, .name = std::to_string(i)};
        if (r.id == 0)
            r.id = 7'000;
        r.height = static_cast<std::int32_t>(random.between(1, 6));
        r.load   = random.pick({0.0, -0.5, 0.25, 1e300, 3.0});
        r.locked = random.one_in(2);
        r.is     = static_cast<inventory::state>(random.below(3));
        maybe(r.installed, time);
        maybe(r.warranty, [&] { return ssot::duration(random.between(-3, 3)); });
        r.labels = doc();
        maybe(r.note, text);
        w.racks.push_back(r);
    }
    for (int i = 0; i != 80; ++i) {
        device d{.id = ssot::new_id_v4(), .hostname = text() + std::to_string(i)};
        maybe(d.serial, [&] { return text() + std::to_string(i); });
        maybe(d.stands_in, [&] { return ssot::key_to<rack, std::int64_t>{w.racks[random.below(w.racks.size())].id}; });
        if (i != 0)
            maybe(d.part_of, [&] { return ssot::key_to<device>{w.devices[random.below(w.devices.size())].id}; });
        w.devices.push_back(d);
    }
    return w;
}

template<class Store>
void insert_all(Store& store, world& w)
{
    store.insert(w.types).value();
    store.insert(w.jobs).value();
    store.insert(w.syncs).value();
    store.insert(w.entries).value();
    store.insert(w.racks).value();
    store.insert(w.devices).value();
}

} // namespace

namespace ssot_test {

BOOST_AUTO_TEST_SUITE(store_random)

SSOT_TEST_CASE_OVER(backends, random_questions_are_answered_right)
{
    for (std::uint64_t seed = 1; seed != (backend_name == "memory" ? 3 : 2); ++seed) {
        opened<> o(backend_name);
        auto     w = random_world(seed);
        insert_all(o.store, w);

        std::vector<asker<ssot::sync>> const about_syncs{
            own<&ssot::sync::id>(w.syncs),
            own<&ssot::sync::source>(w.syncs),
            own<&ssot::sync::start_time>(w.syncs),
            own<&ssot::sync::diff_time>(w.syncs),
            own<&ssot::sync::sync_memory_peak>(w.syncs),
            own<&ssot::sync::dry_run>(w.syncs),
            own<&ssot::sync::diff>(w.syncs),
            own<&ssot::sync::summary>(w.syncs),
            own<&ssot::sync::job_result>(w.syncs),
            behind<&ssot::sync::job_result, &ssot::job_result::status>(w.syncs, w.jobs),
            behind<&ssot::sync::job_result, &ssot::job_result::date_done>(w.syncs, w.jobs)};
        ask_at_random(o.store, w.syncs, about_syncs, seed, 150);

        std::vector<asker<sync_log_entry>> const about_entries{
            own<&sync_log_entry::sync>(w.entries),
            own<&sync_log_entry::timestamp>(w.entries),
            own<&sync_log_entry::action>(w.entries),
            own<&sync_log_entry::status>(w.entries),
            own<&sync_log_entry::diff>(w.entries),
            own<&sync_log_entry::synced_object_type>(w.entries),
            own<&sync_log_entry::synced_object_id>(w.entries),
            own<&sync_log_entry::message>(w.entries),
            behind<&sync_log_entry::sync, &ssot::sync::source>(w.entries, w.syncs),
            behind<&sync_log_entry::sync, &ssot::sync::start_time>(w.entries, w.syncs),
            behind<&sync_log_entry::synced_object_type, &ssot::content_type::model>(w.entries, w.types)};
        ask_at_random(o.store, w.entries, about_entries, seed + 100, 100);
    }
}

SSOT_TEST_CASE_OVER(backends, random_questions_about_other_models)
{
    for (std::uint64_t seed = 1; seed != (backend_name == "memory" ? 3 : 2); ++seed) {
        opened<> o(backend_name);
        auto     w = random_world(seed);
        insert_all(o.store, w);

        using job = ssot::job_result;
        std::vector<asker<job>> const about_jobs{own<&job::name>(w.jobs),
                                                 own<&job::date_created>(w.jobs),
                                                 own<&job::date_done>(w.jobs),
                                                 own<&job::status>(w.jobs),
                                                 own<&job::worker>(w.jobs),
                                                 own<&job::debug_log_count>(w.jobs),
                                                 own<&job::meta>(w.jobs)};
        ask_at_random(o.store, w.jobs, about_jobs, seed + 200, 150);

        std::vector<asker<rack>> const about_racks{own<&rack::id>(w.racks),
                                                   own<&rack::height>(w.racks),
                                                   own<&rack::load>(w.racks),
                                                   own<&rack::locked>(w.racks),
                                                   own<&rack::is>(w.racks),
                                                   own<&rack::installed>(w.racks),
                                                   own<&rack::warranty>(w.racks),
                                                   own<&rack::note>(w.racks)};
        ask_at_random(o.store, w.racks, about_racks, seed + 300, 150);

        std::vector<asker<device>> const about_devices{own<&device::id>(w.devices),
                                                       own<&device::serial>(w.devices),
                                                       own<&device::stands_in>(w.devices),
                                                       own<&device::part_of>(w.devices),
                                                       own<&device::added>(w.devices),
                                                       behind<&device::part_of, &device::hostname>(w.devices, w.devices),
                                                       behind<&device::part_of, &device::stands_in>(w.devices, w.devices),
                                                       behind<&device::stands_in, &rack::load>(w.devices, w.racks),
                                                       behind<&device::stands_in, &rack::note>(w.devices, w.racks)};
        ask_at_random(o.store, w.devices, about_devices, seed + 400, 150);
    }
}

// Records of every shape, through each backend and back.
SSOT_TEST_CASE_OVER(backends, random_records_come_back_as_they_were)
{
    opened<>   o(backend_name);
    auto const round = [&](auto types, std::uint64_t seed) {
        using Types = decltype(types);
        random_records<Types>            records(seed, {.nul = false});
        ssot::basic_job<Types>           job   = records.template make<ssot::basic_job<Types>>();
        ssot::basic_content_type<Types>  type  = records.template make<ssot::basic_content_type<Types>>();
        ssot::basic_secrets_group<Types> group = records.template make<ssot::basic_secrets_group<Types>>();
        job.name                               = "job " + std::to_string(seed);
        group.name                             = "group " + std::to_string(seed);
        type.id                                = static_cast<std::int64_t>(seed);
        o.store.insert(job).value();
        o.store.insert(type).value();
        o.store.insert(group).value();
        auto const back = [&](auto const& m) {
            using M          = std::remove_cvref_t<decltype(m)>;
            auto const again = o.store.get<M>(m.id);
            BOOST_TEST_REQUIRE(again.has_value());
            BOOST_TEST((static_cast<M const&>(*again) == m), differ<M>(*again, m));
        };
        back(job);
        back(type);
        back(group);
        for (int i = 0; i != 40; ++i) {
            auto result = records.template make<ssot::basic_job_result<Types>>();
            if (result.job_model)
                result.job_model = job;
            auto run = records.template make<ssot::basic_sync<Types>>();
            if (run.job_result)
                run.job_result = result;
            auto entry = records.template make<ssot::basic_sync_log_entry<Types>>();
            entry.sync = run;
            if (entry.synced_object_type)
                entry.synced_object_type = type;
            auto config = records.template make<ssot::basic_servicenow_config<Types>>();
            if (config.servicenow_secrets)
                config.servicenow_secrets = group;
            result.id = run.id = entry.id = config.id = {};
            if (run.job_result)
                run.job_result = ssot::key_to<ssot::basic_job_result<Types>>{o.store.insert(result).value()};
            o.store.insert(run).value();
            entry.sync = run;
            o.store.insert(entry).value();
            o.store.insert(config).value();
            back(run);
            back(entry);
            back(config);
            if (run.job_result)
                back(result);
        }
    };
    round(ssot::default_types(), 1);
    round(ssot::raw_types(), 2);
    round(ssot::lenient_types(), 3);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace ssot_test
