-- The same rows on every run and every PostgreSQL version: all variation comes from md5.
CREATE FUNCTION pg_temp.pick(key text, choices integer) RETURNS integer
LANGUAGE sql IMMUTABLE
RETURN ('x' || left(md5(key), 7))::bit(28)::integer % choices;

INSERT INTO users (email, name, role, password_hash, created_at)
SELECT
    role || n || '@school.example',
    initcap(role) || ' ' || n,
    role,
    'no sign-in',
    timestamptz '2025-08-01 08:00:00+00' + n * interval '7 minutes'
FROM (
    SELECT n, CASE WHEN n <= 5 THEN 'admin' WHEN n <= 80 THEN 'teacher' ELSE 'student' END AS role
    FROM generate_series(1, 1500) AS n
) AS people;

INSERT INTO classes (name, grade, teacher_id)
SELECT
    (1 + (n - 1) % 13) || chr(97 + (n - 1) / 13),
    1 + (n - 1) % 13,
    6 + pg_temp.pick('teacher of class ' || n, 75)
FROM generate_series(1, 78) AS n;

INSERT INTO lessons (title, subject, grade, minutes, summary, author_id, created_at)
SELECT
    initcap(replace(subject, '_', ' ')) || ', lesson ' || n,
    subject,
    1 + pg_temp.pick('grade of lesson ' || n, 13),
    45 * (1 + pg_temp.pick('length of lesson ' || n, 3)),
    repeat('What pupils know afterwards. ', 1 + pg_temp.pick('summary of lesson ' || n, 12)),
    6 + pg_temp.pick('author of lesson ' || n, 75),
    timestamptz '2025-09-01 07:00:00+00' + n * interval '311 minutes'
FROM (
    SELECT
        n,
        (ARRAY[
            'art', 'biology', 'chemistry', 'computer_science', 'geography',
            'history', 'languages', 'mathematics', 'music', 'physics'
        ])[1 + pg_temp.pick('subject of lesson ' || n, 10)] AS subject
    FROM generate_series(1, 800) AS n
) AS planned;

INSERT INTO educational_content (lesson_id, content_type, title, body, position)
SELECT
    lesson.id,
    (ARRAY['article', 'video', 'worksheet', 'simulation'])[
        1 + pg_temp.pick('type of ' || lesson.id || '/' || position, 4)
    ],
    lesson.title || ', part ' || position,
    repeat('Read, try, compare. ', 5 + pg_temp.pick('body of ' || lesson.id || '/' || position, 40)),
    position
FROM lessons AS lesson
CROSS JOIN generate_series(1, 4) AS position
ORDER BY lesson.id, position;

INSERT INTO quizzes (lesson_id, title, pass_percent, questions)
SELECT
    id,
    'Quiz on ' || title,
    50 + 10 * pg_temp.pick('pass mark of lesson ' || id, 3),
    (
        SELECT jsonb_agg(
            jsonb_build_object(
                'prompt', 'Question ' || question,
                'choices', jsonb_build_array('first', 'second', 'third'),
                'answer', pg_temp.pick('answer to ' || lesson.id || '/' || question, 3)
            )
            ORDER BY question
        )
        FROM generate_series(1, 5) AS question
    )
FROM lessons AS lesson
WHERE id % 4 <> 0
ORDER BY id;

INSERT INTO quiz_attempts (quiz_id, student_id, answers, score_percent, passed, submitted_at)
SELECT
    quiz.id,
    attempt.student_id,
    attempt.answers,
    score.percent,
    score.percent >= quiz.pass_percent,
    timestamptz '2025-10-01 09:00:00+00' + attempt.n * interval '13 minutes'
FROM (
    SELECT
        n,
        1 + pg_temp.pick('quiz of attempt ' || n, 600) AS quiz_id,
        81 + pg_temp.pick('student of attempt ' || n, 1420) AS student_id,
        ARRAY(
            SELECT pg_temp.pick('answer ' || question || ' of attempt ' || n, 3)::smallint
            FROM generate_series(1, 5) AS question
            ORDER BY question
        ) AS answers
    FROM generate_series(1, 11000) AS n
) AS attempt
JOIN quizzes AS quiz ON quiz.id = attempt.quiz_id
CROSS JOIN LATERAL (
    SELECT 20 * count(*) AS percent
    FROM jsonb_array_elements(quiz.questions) WITH ORDINALITY AS question (body, place)
    WHERE (question.body ->> 'answer')::smallint = attempt.answers[place]
) AS score
ORDER BY attempt.n;

INSERT INTO enrollments (class_id, student_id, enrolled_at)
SELECT
    1 + (pg_temp.pick('class of student ' || student.id, 78) + 26 * course) % 78,
    student.id,
    timestamptz '2025-08-20 08:00:00+00' + student.id * interval '3 minutes'
FROM users AS student
CROSS JOIN generate_series(0, 2) AS course
WHERE student.role = 'student'
ORDER BY student.id, course;

-- A school year passes: these leave dead rows behind.
UPDATE lessons SET minutes = minutes - 5 WHERE id % 10 = 0;
UPDATE educational_content SET body = body || 'Revised. ' WHERE id % 8 = 0;
DELETE FROM quiz_attempts WHERE id % 9 = 0;
DELETE FROM enrollments WHERE id % 12 = 0;

DROP FUNCTION pg_temp.pick(text, integer);
