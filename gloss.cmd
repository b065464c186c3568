@echo off
rem Starts Gloss: finds a JDK 25 and Maven, builds what is missing or out of date, and runs it.
rem What this script and the build print goes to standard error; standard output is the command's.
setlocal enabledelayedexpansion
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "APP=%HOME_DIR%\lsp-server\target\app"

set "JDK="
call :try "%JAVA_HOME%"
for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :try "%%~d"
if not defined JDK (
  echo gloss: no JDK 25 found in JAVA_HOME or the usual folders; install one or set JAVA_HOME 1>&2
  exit /b 1
)

if exist "%HOME_DIR%\lsp-server\src" (
  call :fresh
  if errorlevel 1 (
    where mvn >nul 2>nul
    if errorlevel 1 (
      echo gloss: Maven is needed to build Gloss the first time; install it ^(3.8.6 or later^) and try again 1>&2
      exit /b 1
    )
    echo gloss: building ^(the first time this takes some minutes^) ... 1>&2
    rem Of what Maven prints, what tells that something happens, and what went wrong.
    mvn -B -Dstyle.color=never -f "%HOME_DIR%\pom.xml" -Dmaven.test.skip=true package <nul 2>&1 | findstr /b /c:"[INFO] Building" /c:"[INFO] ---" /c:"[ERROR]" /c:"gloss:" 1>&2
    call :fresh
    if errorlevel 1 (
      echo gloss: the build failed; see above 1>&2
      exit /b 1
    )
  )
)

rem The archive of loaded classes that the build made.
set "ARCHIVE="
if exist "%APP%\gloss.jsa" set ARCHIVE="-XX:SharedArchiveFile=%APP%\gloss.jsa"

"%JDK%\bin\java" "@%HOME_DIR%\lsp-server\jvm.options" %ARCHIVE% %GLOSS_JAVA_OPTS% "-Dgloss.home=%HOME_DIR%" -cp "%APP%\lib\gloss.jar" dev.gloss.server.cli.Main %*
exit /b %errorlevel%

:try
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\release" exit /b 0
findstr /b /c:"JAVA_VERSION=\"25" "%~1\release" >nul 2>nul && set "JDK=%~1"
exit /b 0

:fresh
if not exist "%APP%\built" exit /b 1
powershell -NoProfile -Command "$b=(Get-Item '%APP%\built').LastWriteTime; $n=Get-ChildItem -Recurse -File '%HOME_DIR%\pom.xml','%HOME_DIR%\inference\pom.xml','%HOME_DIR%\prompts\pom.xml','%HOME_DIR%\lsp-server\pom.xml','%HOME_DIR%\lsp-server\jvm.options','%HOME_DIR%\inference\src\main','%HOME_DIR%\prompts\src\main','%HOME_DIR%\lsp-server\src\main' ^| Where-Object { $_.LastWriteTime -gt $b } ^| Select-Object -First 1; if ($n) { exit 1 }"
exit /b %errorlevel%
