# ruff: noqa: E501, SIM905
"""Names, sentences and languages that papers are made from."""

from __future__ import annotations

from typing import Final

FIRST: Final = """Aaliyah Aidan Amelia Anwen Arjun Ayesha Bartosz Bethan Caitlin Callum Chidi Daisy Dafydd Ebony Efa Ewan
Fatima Freya Gethin Grace Hamza Harper Ioan Isla Jakub Jasmine Kai Kofi Layla Leo Lowri Mabli Maryam Mason Mohammed Nia
Noah Oksana Oliwia Osian Poppy Priya Rhys Rosie Saoirse Siobhán Tadeusz Tegan Tomos Umar Violet Wiktoria Xin Yusuf Zara Zoë
Álvaro Björn Chloë Đorđe Łucja Noémie Şeyma Žofia""".split()
LAST: Final = """Adeyemi Ahmed Bailey Begum Bevan Brown Chowdhury Clarke Davies Edwards Evans Fernández Griffiths Hughes Hussain
Iqbal Jones Kaur Khan Kowalski Lewis Llewellyn Mahmood Morgan Müller Nguyen Nowak O'Brien Okafor Owen Parry Patel Powell
Price Rees Roberts Shevchenko Singh Smith-Jones Suleiman Thomas Tkachenko Vaughan Walker Williams Wiśniewska""".split()
STREETS: Final = """Heol-y-Deri;Station Road;Bryn Awel;Mill Lane;Cwm-parc Terrace;The Crescent;Stryd Fawr;Betws-y-Coed Road;
St. Mary's Close;Victoria Gardens""".replace("\n", "").split(";")
TOWNS: Final = "Aberystwyth Bangor Caerphilly Dolgellau Llanelli Merthyr Newport Rhyl Swansea Wrexham".split()
TITLES: Final = ["social worker", "head of year", "school nurse", "health visitor", "PC", "DSL", "foster carer", "GP"]

SENTENCES: Final = """Mum rang at 08:40 to say that {n} was not well and would not be in.
{n} came to registration late, without a coat, and said that the bus had not come.
Home visit; no reply at the door, curtains drawn. Card left.
{n} told Miss {l} that nobody had been at home since Friday.
Telephone call from {l} (GP surgery): appointment of {d} was not kept for the second time.
{n} said "I don't want to go back there" and asked whether anybody had to be told.
Strategy discussion held by telephone between police, health and children's services.
School reports that attendance is 71.4% this term, compared with 88.2% last year.
Dad collected {n} at 15:20 - he seemed calm and thanked the staff.
A message was left for the out-of-hours team (ref. CH/{k}/26) at 22:15.
{n} was seen alone at school. She was chatty, said she had slept well and is looking forward to the trip.
Referral to CAMHS sent by secure e-mail; acknowledged the same day.
The bruise on the left shin was seen by Dr {l}, who was satisfied with the explanation: a fall from a bicycle.
Nan has agreed to have the children for the week-end and will be contacted on Monday.
Police attended following a call from a neighbour. Words of advice given; no further action.
{n}'s phone was taken by officers and booked in under property reference {k}.
No concerns were noted about the home: clean, warm, and food in the cupboards.
{n} disclosed that "he" had sent messages on Snapchat & Instagram; she has not replied.
Core group cancelled - social worker off sick. New date: {d}.
Checks: no trace on the PNC for {l}. Previous address in Telford confirmed.
Youth worker saw {n} with older males near the bus station on {d} at about 21.30 hrs.
Medication: methylphenidate 18 mg o.d.; melatonin 3 mg nocte. No known allergies.
{n} has a stable placement & says that she feels safe; her wishes and feelings were recorded (see p. 4).
The family speak {n}'s first language at home, and an interpreter was booked for the visit.
Letter returned "gone away". Housing have no forwarding address.
Parents have separated; contact is every other Saturday, 10am-4pm, at the contact centre.
It was agreed that the plan continues for 3 months, to be reviewed on {d}.
£40 was found in the school bag; {n} said that it was "from a friend".""".split("\n")

CHAT: Final = """ok
omg 😂😂😂
where r u
on the bus lol
dont tell mum 🤫
nah im not going
why not??
bc he said he would be there 😳
wtf
👍
❤️❤️❤️
cu at 8
u ok hun? 🥺
not rly tbh
can i call u
my phones on 3%
hahahahaha
send me the address
12 mill lane its the blue door
who else is coming
just jay n that older lad
how old
dunno like 23 or smthn
thats weird 🚩🚩
he bought me trainers 👟
for free??
he says i owe him now
pls tell miss davies
i cant
ill come with you 🫂
love u bestie 💕✨
gn 😴
👨‍👩‍👧‍👦 sunday dinner at nans
🏴󠁧󠁢󠁷󠁬󠁳󠁿 cymru am byth
wyt ti'n iawn?
yndw diolch x
🙏🏽 thank you so much
😭😭😭😭😭😭😭😭
he keeps ringing 📞 from a private no.
dont answer then
ur not on ur own 💪🏾
whatever
k
?
miss u
its 2am go to sleep""".split("\n")
EMOJI: Final = "😀 😂 🥰 😭 😡 🤔 🙄 👍🏽 👎 🙏 💀 🔥 ✨ 💔 ❤️ 🎉 🐶 🌈 🍕 ⚽ 🚗 🏠 📱 👩🏾‍🏫 👮‍♂️ 🧑‍⚕️ 👨‍👩‍👧 🇬🇧 🏴󠁧󠁢󠁷󠁬󠁳󠁿 1️⃣ ☑️ ✅ ❌ ⚠️ ☎️ ✉️ ✏️".split()

LANGUAGES: Final = {
    "cy": """Annwyl Riant, rydym yn ysgrifennu i'ch gwahodd i gyfarfod yn yr ysgol ddydd Mawrth.
Mae gan bob plentyn yr hawl i fod yn ddiogel ac i gael ei glywed.
Siaradodd y gweithiwr cymdeithasol â'r teulu gartref, ac nid oedd pryderon am lân-weithdra'r tŷ.
Os oes gennych gwestiwn, ffoniwch Swyddfa'r Ysgol neu Heddlu Dyfed-Powys ar 101.""",
    "pl": """Szanowni Państwo, zapraszamy na spotkanie w szkole w najbliższy wtorek o godzinie dziesiątej.
Każde dziecko ma prawo czuć się bezpiecznie i zostać wysłuchane.
Pracownik socjalny rozmawiał z rodziną w domu; nie stwierdzono żadnych zagrożeń.""",
    "uk": """Шановні батьки, запрошуємо вас на зустріч у школі у вівторок о десятій годині.
Кожна дитина має право на безпеку та на те, щоб її почули.
Соціальний працівник поговорив із сім'єю вдома, небезпеки не виявлено.""",
    "ru": """Уважаемые родители, приглашаем вас на встречу в школе во вторник в десять часов.
Каждый ребёнок имеет право на безопасность и на то, чтобы его выслушали.""",
    "bg": """Уважаеми родители, каним ви на среща в училището във вторник в десет часа.
Всяко дете има право да бъде в безопасност и да бъде изслушано.""",
    "el": """Αγαπητοί γονείς, σας προσκαλούμε σε συνάντηση στο σχολείο την Τρίτη στις δέκα.
Κάθε παιδί έχει δικαίωμα να είναι ασφαλές και να ακούγεται.""",
    "ro": """Stimați părinți, vă invităm la o întâlnire la școală, marți, la ora zece.
Fiecare copil are dreptul să fie în siguranță și să fie ascultat. Asistenta socială a vorbit cu familia acasă.""",
    "pt": """Caros pais, convidamo-los para uma reunião na escola, na terça-feira, às dez horas.
Todas as crianças têm o direito de estar em segurança e de ser ouvidas.""",
    "es": """Estimados padres, les invitamos a una reunión en la escuela el martes a las diez.
Todos los niños tienen derecho a estar seguros y a ser escuchados. ¿Tiene alguna pregunta?""",
    "fr": """Chers parents, nous vous invitons à une réunion à l'école mardi à dix heures.
Chaque enfant a le droit d'être en sécurité et d'être écouté ; l'assistante sociale s'est entretenue avec la famille.""",
    "de": """Liebe Eltern, wir laden Sie zu einem Gespräch in der Schule am Dienstag um zehn Uhr ein.
Jedes Kind hat das Recht, sicher zu sein und gehört zu werden. Die Kinderschutzkonferenz fand gestern statt.""",
    "tr": """Sayın veliler, sizi salı günü saat onda okulda yapılacak toplantıya davet ediyoruz.
Her çocuğun güvende olma ve dinlenme hakkı vardır.""",
    "sq": """Të nderuar prindër, ju ftojmë në një takim në shkollë të martën në orën dhjetë.
Çdo fëmijë ka të drejtë të jetë i sigurt dhe të dëgjohet.""",
    "lt": """Gerbiami tėveliai, kviečiame jus į susitikimą mokykloje antradienį dešimtą valandą.
Kiekvienas vaikas turi teisę būti saugus ir išklausytas.""",
    "hu": """Kedves Szülők, meghívjuk Önöket egy megbeszélésre az iskolában, kedden tíz órakor.
Minden gyermeknek joga van a biztonsághoz és ahhoz, hogy meghallgassák.""",
    "so": """Waalidiinta qaaliga ah, waxaan idinku martiqaadaynaa kulan dugsiga ah maalinta Talaadada tobanka saac.
Ilmo kasta wuxuu xaq u leeyahay inuu badbaado oo la dhegaysto.""",
    "vi": """Kính gửi quý phụ huynh, chúng tôi xin mời quý vị đến dự buổi họp tại trường vào thứ Ba lúc mười giờ.
Mọi trẻ em đều có quyền được an toàn và được lắng nghe.""",
    "ar": """السادة أولياء الأمور، ندعوكم إلى اجتماع في المدرسة يوم الثلاثاء في الساعة العاشرة.
لكل طفل الحق في أن يكون آمنا وأن يُستمع إليه.""",
    "fa": """والدین گرامی، شما را به جلسه‌ای در مدرسه در روز سه‌شنبه ساعت ده دعوت می‌کنیم.
هر کودکی حق دارد که در امان باشد و شنیده شود.""",
    "ur": """محترم والدین، ہم آپ کو منگل کو دس بجے اسکول میں ملاقات کے لیے مدعو کرتے ہیں۔
ہر بچے کو محفوظ رہنے اور سنے جانے کا حق ہے۔""",
    "pa": """ਪਿਆਰੇ ਮਾਪਿਓ, ਅਸੀਂ ਤੁਹਾਨੂੰ ਮੰਗਲਵਾਰ ਨੂੰ ਦਸ ਵਜੇ ਸਕੂਲ ਵਿੱਚ ਮੀਟਿੰਗ ਲਈ ਸੱਦਾ ਦਿੰਦੇ ਹਾਂ।
ਹਰ ਬੱਚੇ ਨੂੰ ਸੁਰੱਖਿਅਤ ਰਹਿਣ ਅਤੇ ਸੁਣੇ ਜਾਣ ਦਾ ਹੱਕ ਹੈ।""",
    "hi": """प्रिय माता-पिता, हम आपको मंगलवार को दस बजे विद्यालय में बैठक के लिए आमंत्रित करते हैं।
हर बच्चे को सुरक्षित रहने और सुने जाने का अधिकार है।""",
    "bn": """প্রিয় অভিভাবক, আমরা আপনাকে মঙ্গলবার সকাল দশটায় বিদ্যালয়ে সভায় আমন্ত্রণ জানাচ্ছি।
প্রতিটি শিশুর নিরাপদ থাকার এবং তার কথা শোনার অধিকার আছে।""",
    "gu": """પ્રિય વાલીઓ, અમે તમને મંગળવારે દસ વાગ્યે શાળામાં મીટિંગ માટે આમંત્રણ આપીએ છીએ.
દરેક બાળકને સુરક્ષિત રહેવાનો અધિકાર છે.""",
    "ta": """அன்பான பெற்றோரே, செவ்வாய்க்கிழமை பத்து மணிக்கு பள்ளியில் நடைபெறும் கூட்டத்திற்கு உங்களை அழைக்கிறோம்.
ஒவ்வொரு குழந்தைக்கும் பாதுகாப்பாக இருக்க உரிமை உண்டு.""",
    "th": """เรียนท่านผู้ปกครอง ขอเชิญท่านเข้าร่วมประชุมที่โรงเรียนในวันอังคารเวลาสิบนาฬิกา
เด็กทุกคนมีสิทธิที่จะปลอดภัยและได้รับการรับฟัง""",
    "ti": """ክቡራት ወለዲ፡ ሰሉስ ሰዓት ዓሰርተ ኣብ ቤት ትምህርቲ ኣኼባ ንዕድመኩም ኣለና።
ነፍሲ ወከፍ ቆልዓ ናይ ድሕነት መሰል ኣለዎ።""",
    "zh": """尊敬的家长，我们邀请您于星期二上午十点到学校参加会议。
每个孩子都有权利得到安全，并有权利表达自己的意见。社会工作者昨天到家里探访，没有发现任何问题。""",
    "ja": """保護者の皆様、火曜日の十時に学校で面談を行いますので、ご出席ください。
すべての子どもには、安全に暮らし、話を聞いてもらう権利があります。""",
    "ko": """학부모님께, 화요일 열 시에 학교에서 열리는 회의에 초대합니다.
모든 어린이는 안전할 권리와 자신의 의견을 말할 권리가 있습니다.""",
    "he": """הורים יקרים, אנו מזמינים אתכם לפגישה בבית הספר ביום שלישי בשעה עשר.
לכל ילד יש זכות להיות בטוח ולהישמע.""",
    "ku": """Dêûbavên hêja, em we vedixwînin civînekê li dibistanê roja sêşemê saet di dehan de.
Mafê her zarokî heye ku bi ewle be û were guhdarîkirin.""",
    "yo": """Ẹ̀yin òbí ọ̀wọ́n, a pè yín sí ìpàdé ní ilé-ìwé ní ọjọ́ Ìṣẹ́gun ní agogo mẹ́wàá.
Gbogbo ọmọ ló ní ẹ̀tọ́ láti wà ní ààbò.""",
}
