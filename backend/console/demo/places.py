"""Where the demo's organizations sit: Futian first, then the rest of Shenzhen, Hong Kong, other cities and abroad."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`label` is what a story calls it; country is ISO 3166-1 alpha-3."""

    country: str
    region: str
    city: str
    district: str
    label_zh: str
    label_en: str
    currency: str = "CNY"


def _shenzhen(district: str, label_zh: str, label_en: str) -> Place:
    return Place("CHN", "广东", "深圳", district, label_zh, label_en)


def _city(region: str, city: str, english: str) -> Place:
    return Place("CHN", region, city, "", city, english)


# With the share of startups and of firms, in parts per hundred.
WEIGHTED: tuple[tuple[Place, float, float], ...] = (
    (_shenzhen("福田", "福田香蜜湖", "Xiangmihu, Futian"), 15, 30),
    (_shenzhen("福田", "河套深港科技创新合作区", "the Hetao cooperation zone"), 11, 4),
    (_shenzhen("福田", "福田", "Futian, Shenzhen"), 11, 16),
    (_shenzhen("南山", "南山", "Nanshan, Shenzhen"), 13, 10),
    (_shenzhen("宝安", "宝安", "Bao'an, Shenzhen"), 5, 1),
    (_shenzhen("龙岗", "龙岗", "Longgang, Shenzhen"), 4, 1),
    (_shenzhen("龙华", "龙华", "Longhua, Shenzhen"), 3, 1),
    (_shenzhen("罗湖", "罗湖", "Luohu, Shenzhen"), 2, 2),
    (_shenzhen("光明区", "光明科学城", "Guangming Science City"), 2, 0.5),
    (_shenzhen("坪山", "坪山", "Pingshan, Shenzhen"), 2, 0.5),
    (_shenzhen("前海", "前海", "Qianhai, Shenzhen"), 2, 6),
    (Place("HKG", "", "香港", "沙田", "香港科学园", "Hong Kong Science Park", "HKD"), 5, 1),
    (Place("HKG", "", "香港", "中环", "香港中环", "Central, Hong Kong", "USD"), 2, 8),
    (Place("HKG", "", "香港", "薄扶林", "香港数码港", "Cyberport, Hong Kong", "HKD"), 2, 1),
    (Place("MAC", "", "澳门", "", "澳门", "Macao", "HKD"), 0.7, 0.3),
    (_city("广东", "广州", "Guangzhou"), 4, 2),
    (_city("广东", "东莞", "Dongguan"), 2, 0.3),
    (_city("广东", "珠海", "Zhuhai"), 1, 0.7),
    (_city("广东", "佛山", "Foshan"), 0.8, 0.3),
    (_city("北京", "北京", "Beijing"), 2.5, 4),
    (_city("上海", "上海", "Shanghai"), 2.5, 4),
    (_city("浙江", "杭州", "Hangzhou"), 2, 1.5),
    (_city("江苏", "苏州", "Suzhou"), 1.5, 1),
    (_city("江苏", "南京", "Nanjing"), 0.8, 0.4),
    (_city("安徽", "合肥", "Hefei"), 0.8, 0.6),
    (_city("湖北", "武汉", "Wuhan"), 0.8, 0.4),
    (_city("四川", "成都", "Chengdu"), 0.8, 0.4),
    (_city("陕西", "西安", "Xi'an"), 0.6, 0.3),
    (Place("SGP", "", "新加坡", "", "新加坡", "Singapore", "USD"), 0.9, 1),
    (Place("USA", "加利福尼亚", "圣何塞", "", "美国圣何塞", "San Jose", "USD"), 0.6, 0.5),
    (Place("GBR", "英格兰", "剑桥", "", "英国剑桥", "Cambridge", "USD"), 0.4, 0.2),
    (Place("DEU", "巴伐利亚", "慕尼黑", "", "德国慕尼黑", "Munich", "USD"), 0.3, 0.1),
    (Place("ISR", "", "特拉维夫", "", "以色列特拉维夫", "Tel Aviv", "USD"), 0.3, 0.1),
    (Place("JPN", "", "东京", "", "日本东京", "Tokyo", "USD"), 0.3, 0.2),
)
STARTUP_PLACES = tuple((place, share) for place, share, _ in WEIGHTED)
FIRM_PLACES = tuple((place, share) for place, _, share in WEIGHTED)
